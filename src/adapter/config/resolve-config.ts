import type { Logger } from "chat";
import type { LinearAuth } from "../../credentials/auth.js";
import type { OnInstallationBroken } from "../../credentials/broken-installation.js";
import { LinearAdapterError } from "../../errors.js";
import type { UploadsConfig } from "../../files/create-uploads.js";
import { WEBHOOK_SECRET_MISSING, type WebhookAuth } from "../../inbound/webhook-gate.js";
import { type KeySource, parseEncryptionKeys } from "../../installations/encryption-keys.js";
import type { LinearInstallationProvider } from "../../installations/provided-installations.js";
import type { OnAgentSession } from "../../sessions/intake/session-decision.js";
import type { ActivityLevel } from "../../sessions/speech/activity-level.js";
import type { LinearIssueEnd } from "../../sessions/turns/stop-turn.js";
import { FAILURE_TEXT } from "../../streams/stream-texts.js";
import { DEFAULT_MAX_BODY_BYTES } from "../../util/body-limit.js";
import { findAddressFault, type LinearEndpoints, resolveEndpoints, resolveFilesUrl } from "../../util/endpoints.js";
import type { Secret } from "../../util/secret.js";
import type { LinearAdapterMode } from "../../webhook/adapter-mode.js";
import { DEFAULT_MAX_SKEW_MS, readSecrets } from "../../webhook/verify-webhook.js";
import type { LinearAdapterConfig } from "./config.js";
import { checkOptionNames } from "./option-names.js";
import { resolveAuth } from "./resolve-auth.js";
import { resolveUploads } from "./resolve-uploads.js";
import {
  resolveBytes,
  resolveCount,
  resolveDuration,
  resolveIssueEnds,
  resolveLevel,
  resolvePause,
  resolveText,
} from "./resolve-values.js";

/** Every environment variable that is read, here and nowhere else. */
export const ENVIRONMENT_VARIABLES = [
  "LINEAR_API_KEY",
  "LINEAR_ACCESS_TOKEN",
  "LINEAR_CLIENT_CREDENTIALS_CLIENT_ID",
  "LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET",
  "LINEAR_CLIENT_CREDENTIALS_SCOPES",
  "LINEAR_CLIENT_ID",
  "LINEAR_CLIENT_SECRET",
  "LINEAR_WEBHOOK_SECRET",
  "LINEAR_ENCRYPTION_KEY",
  "LINEAR_MODE",
  "LINEAR_BOT_USERNAME",
  "LINEAR_API_URL",
] as const;

/** The environment, without what is empty and without the line ends that secrets from files have. */
export type Environment = { readonly [Name in (typeof ENVIRONMENT_VARIABLES)[number]]?: string };

export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = ENVIRONMENT_VARIABLES.map((name) => [name, variables[name]?.trim()] as const);
  return Object.fromEntries(set.filter(([, value]) => value));
}

/** Options and environment, complete and checked. */
export interface ResolvedConfig extends UploadsConfig {
  acknowledgeAfterMs: number | false;
  activityLevel: ActivityLevel;
  answerByReaction: boolean;
  auth: LinearAuth;
  diagnostics: LinearAdapterConfig["diagnostics"];
  endpoints: LinearEndpoints;
  /** Files of issues and messages are below it. */
  filesUrl: URL;
  /** The keys that seal stored installations; empty when installations are stored as they are. */
  encryptionKeys: KeySource;
  failureText: string;
  fileTimeoutMs: number;
  followSubscribedIssues: boolean;
  inbox: LinearAdapterConfig["inbox"];
  /** The host's own store; where it is missing, the bot's state holds the installations. */
  installationProvider: LinearInstallationProvider | undefined;
  keepAliveAfterMs: number | false;
  logger: Logger | undefined;
  onAgentSession: OnAgentSession | undefined;
  onInstallationBroken: OnInstallationBroken | undefined;
  maxBotTurns: number | false;
  maxBodyBytes: number;
  maxFileBytes: number;
  maxSkewMs: number;
  mode: LinearAdapterMode;
  readReceipts: boolean;
  requireSealedInstallations: boolean;
  silentResponse: string | false;
  silentResponseAfterMs: number;
  startDelegatedIssues: boolean;
  stopSessionsOn: readonly LinearIssueEnd[];
  streamEditIntervalMs: number;
  userName: string | undefined;
  webhook: WebhookAuth;
  /** What the user should know, to be logged once. */
  warnings: readonly string[];
}

// Linear calls an agent unresponsive after 10 s, a session stale after 30 minutes; the maxima leave a request time.
// https://linear.app/developers/agent-interaction, https://linear.app/developers/agent-best-practices
const ACKNOWLEDGE_AFTER = { fallback: 2_000, max: 8_000 };
const KEEP_ALIVE_AFTER = { fallback: 25 * 60_000, max: 29 * 60_000 };
const DEFAULT_SILENT_RESPONSE = "I have no answer to this.";
// A workflow starts within seconds, and people wait no longer for being told that there is nothing.
const DEFAULT_SILENT_RESPONSE_AFTER_MS = 5_000;
// Agents that work together ask back a few times.
const DEFAULT_MAX_BOT_TURNS = 10;
// What the larger models take in one request.
const DEFAULT_MAX_FILE_BYTES = 20 * 1_024 * 1_024;
const DEFAULT_FILE_TIMEOUT_MS = 30_000;
const DEFAULT_STREAM_EDIT_INTERVAL_MS = 2_000;
const TOKENS_IN_THE_CLEAR =
  "There is no encryptionKey (LINEAR_ENCRYPTION_KEY): the tokens of installations are kept in the bot's state in the clear. `openssl rand -hex 32` makes a key";

/**
 * Options beat the environment.
 * @throws {LinearAdapterError} `CONFIG_INVALID`, naming the option or variable, never its value when that is a secret.
 */
export function resolveConfig(options: LinearAdapterConfig, environment: Environment): ResolvedConfig {
  const ofNames = checkOptionNames(options);
  const mode = resolveMode(options.mode ?? environment.LINEAR_MODE);
  const { auth, warnings } = resolveAuth(options, environment, mode);
  const webhook = resolveWebhookAuth(options, environment);
  const apiUrl = options.apiUrl ?? environment.LINEAR_API_URL;
  return Object.freeze({
    acknowledgeAfterMs: resolvePause("acknowledgeAfterMs", options.acknowledgeAfterMs, ACKNOWLEDGE_AFTER),
    activityLevel: resolveLevel(options.activityLevel),
    answerByReaction: options.answerByReaction ?? false,
    auth,
    diagnostics: options.diagnostics,
    endpoints: resolveApi(apiUrl),
    encryptionKeys: resolveKeys(options.encryptionKey ?? environment.LINEAR_ENCRYPTION_KEY),
    failureText: resolveText("failureText", options.failureText, FAILURE_TEXT),
    fileTimeoutMs: resolveDuration("fileTimeoutMs", options.fileTimeoutMs, DEFAULT_FILE_TIMEOUT_MS),
    filesUrl: resolveFilesUrl(apiUrl),
    inbox: options.inbox,
    installationProvider: options.installationProvider,
    keepAliveAfterMs: resolvePause("keepAliveAfterMs", options.keepAliveAfterMs, KEEP_ALIVE_AFTER),
    logger: options.logger,
    onAgentSession: options.onAgentSession,
    onInstallationBroken: options.onInstallationBroken,
    maxBotTurns: resolveCount("maxBotTurns", options.maxBotTurns, DEFAULT_MAX_BOT_TURNS),
    maxBodyBytes: resolveBytes("maxBodyBytes", options.maxBodyBytes, DEFAULT_MAX_BODY_BYTES),
    maxFileBytes: resolveBytes("maxFileBytes", options.maxFileBytes, DEFAULT_MAX_FILE_BYTES),
    maxSkewMs: resolveDuration("maxSkewMs", options.maxSkewMs, DEFAULT_MAX_SKEW_MS),
    mode,
    readReceipts: options.readReceipts ?? false,
    requireSealedInstallations: resolveSealing(options, environment),
    silentResponse:
      options.silentResponse === false
        ? false
        : resolveText("silentResponse", options.silentResponse, DEFAULT_SILENT_RESPONSE),
    silentResponseAfterMs: resolveDuration(
      "silentResponseAfterMs",
      options.silentResponseAfterMs,
      DEFAULT_SILENT_RESPONSE_AFTER_MS,
    ),
    followSubscribedIssues: options.followSubscribedIssues ?? false,
    startDelegatedIssues: options.startDelegatedIssues ?? false,
    stopSessionsOn: resolveIssueEnds(options.stopSessionsOn),
    streamEditIntervalMs: resolveDuration(
      "streamEditIntervalMs",
      options.streamEditIntervalMs,
      DEFAULT_STREAM_EDIT_INTERVAL_MS,
    ),
    ...resolveUploads(options),
    userName: options.userName?.trim() || environment.LINEAR_BOT_USERNAME,
    webhook,
    warnings: [
      ...ofNames,
      ...warnings,
      ...warnOfIdleHook(mode, options),
      ...warnOfMissingSecret(webhook),
      ...warnOfClearTokens(auth, options, environment),
    ],
  });
}

const warnOfIdleHook = (mode: LinearAdapterMode, { onAgentSession }: LinearAdapterConfig): string[] =>
  mode === "comments" && onAgentSession ? ['onAgentSession is never called: the mode is "comments"'] : [];

const warnOfMissingSecret = ({ kind }: WebhookAuth): string[] => (kind === "missing" ? [WEBHOOK_SECRET_MISSING] : []);

/** An `installationProvider` is the host's own business: it may seal by itself. */
function warnOfClearTokens(auth: LinearAuth, options: LinearAdapterConfig, environment: Environment): string[] {
  return auth.kind !== "app" || hasKey(options, environment) || options.installationProvider
    ? []
    : [TOKENS_IN_THE_CLEAR];
}

const hasKey = (options: LinearAdapterConfig, environment: Environment): boolean =>
  options.encryptionKey !== undefined || environment.LINEAR_ENCRYPTION_KEY !== undefined;

/** Whoever asks for sealed installations must not get less because something else is missing. */
function resolveSealing(options: LinearAdapterConfig, environment: Environment): boolean {
  if (!options.requireSealedInstallations) return false;
  const option = "requireSealedInstallations";
  if (options.installationProvider) {
    throw new LinearAdapterError(
      "CONFIG_INVALID",
      `${option} does not go with an installationProvider: that one seals its installations itself`,
      { option },
    );
  }
  if (hasKey(options, environment)) return true;
  throw new LinearAdapterError("CONFIG_INVALID", `${option} needs an encryptionKey (LINEAR_ENCRYPTION_KEY)`, {
    option,
  });
}

/** Checks keys that are there now, and those that a function gives when they are used. */
function resolveKeys(secret: Secret<string | readonly string[]> | undefined): KeySource {
  if (secret === undefined) return [];
  if (typeof secret !== "function") return parseEncryptionKeys(secret);
  return async (organizationId) => parseEncryptionKeys(await secret(organizationId));
}

function resolveMode(mode: string | undefined): LinearAdapterMode {
  switch (mode) {
    case undefined:
      return "comments";
    case "comments":
    case "agent-sessions":
    case "all":
      return mode;
    default:
      throw new LinearAdapterError(
        "CONFIG_INVALID",
        `mode (LINEAR_MODE) is "${mode}"; it can be "comments", "agent-sessions" or "all"`,
        { option: "mode" },
      );
  }
}

function resolveWebhookAuth(options: LinearAdapterConfig, environment: Environment): WebhookAuth {
  if (options.webhookVerifier !== undefined) return { kind: "verifier", verify: options.webhookVerifier };
  const given = options.webhookSecret ?? environment.LINEAR_WEBHOOK_SECRET?.split(",");
  if (given === undefined) return { kind: "missing" };
  if (typeof given === "function") return { kind: "secret", secret: given };
  const secret = readSecrets(given);
  if (secret.length > 0) return { kind: "secret", secret };
  throw new LinearAdapterError(
    "CONFIG_INVALID",
    "webhookSecret (LINEAR_WEBHOOK_SECRET) is empty: copy the signing secret from the webhook's page in Linear, or leave it out where no webhooks come",
    { option: "webhookSecret" },
  );
}

function resolveApi(apiUrl: string | undefined): LinearEndpoints {
  const fault = apiUrl === undefined ? undefined : findAddressFault(apiUrl);
  if (fault === undefined) return resolveEndpoints(apiUrl);
  throw new LinearAdapterError("CONFIG_INVALID", `apiUrl (LINEAR_API_URL) ${fault}`, { option: "apiUrl" });
}
