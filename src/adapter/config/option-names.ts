import { LinearAdapterError } from "../../errors.js";
import type { LinearAdapterConfig, LinearClientCredentialsConfig } from "./config.js";

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

// An entry per option, checked by the compiler.
const OPTIONS: Record<KeyOf<LinearAdapterConfig>, true> = {
  accessToken: true,
  acknowledgeAfterMs: true,
  activityLevel: true,
  answerByReaction: true,
  apiKey: true,
  apiUrl: true,
  clientCredentials: true,
  clientId: true,
  clientSecret: true,
  diagnostics: true,
  encryptionKey: true,
  failureText: true,
  fileTimeoutMs: true,
  followSubscribedIssues: true,
  inbox: true,
  installationProvider: true,
  keepAliveAfterMs: true,
  logger: true,
  maxBotTurns: true,
  maxBodyBytes: true,
  maxFileBytes: true,
  maxSkewMs: true,
  maxUploadBytes: true,
  mode: true,
  onAgentSession: true,
  onInstallationBroken: true,
  onUploadProgress: true,
  readReceipts: true,
  requireSealedInstallations: true,
  silentResponse: true,
  silentResponseAfterMs: true,
  startDelegatedIssues: true,
  stopSessionsOn: true,
  streamEditIntervalMs: true,
  uploadTimeoutMs: true,
  uploadTypes: true,
  userName: true,
  webhookSecret: true,
  webhookVerifier: true,
};

const CLIENT_CREDENTIALS: Record<keyof LinearClientCredentialsConfig, true> = {
  clientId: true,
  clientSecret: true,
  scopes: true,
};

/**
 * Checks for options that do not exist, and gives the warnings. One that resembles an option is a slip. One that does
 * not may come with an object that serves others too, so it is no reason not to start.
 * @throws {LinearAdapterError} `CONFIG_INVALID`, naming the option that was meant.
 */
export function checkOptionNames(options: LinearAdapterConfig): string[] {
  if (options === null)
    throw new LinearAdapterError("CONFIG_INVALID", "The options are null: leave them out, or give an object");
  const unknown = [
    ...findUnknown(options, Object.keys(OPTIONS), ""),
    ...findUnknown(options.clientCredentials ?? {}, Object.keys(CLIENT_CREDENTIALS), "clientCredentials."),
  ];
  return unknown.length === 0 ? [] : [`These options do not exist and are ignored: ${unknown.join(", ")}`];
}

/** `path` is where the options stand: "", or the name of what holds them and a dot. */
function findUnknown(options: object, known: readonly string[], path: string): string[] {
  const unknown = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !known.includes(name))
    .map(([name]) => name);
  for (const name of unknown) {
    const meant = known.find((option) => isSlipOf(option, name));
    if (meant !== undefined) {
      throw new LinearAdapterError(
        "CONFIG_INVALID",
        `There is no option ${path}${name}: it is most likely a slip for ${path}${meant}`,
        { option: `${path}${name}` },
      );
    }
  }
  return unknown.map((name) => `${path}${name}`);
}

/** Whether `name` is the option but for case, or but for a letter or two. */
function isSlipOf(option: string, name: string): boolean {
  const [meant, written] = [option.toLowerCase(), name.toLowerCase()];
  const mayDiffer = option.length < 8 ? 1 : 2;
  return Math.abs(meant.length - written.length) <= mayDiffer && countEdits(meant, written) <= mayDiffer;
}

/** How many letters have to be added, taken away, replaced or swapped with their neighbour (optimal string alignment). */
function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const [above, left, corner] = [last[column] ?? 0, current[column - 1] ?? 0, last[column - 1] ?? 0];
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(above + 1, left + 1, corner + (isSame ? 0 : 1), swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
