import type { LinearAuth } from "../../credentials/auth.js";
import { LinearAdapterError } from "../../errors.js";
import type { Secret } from "../../util/secret.js";
import type { LinearAdapterMode } from "../../webhook/adapter-mode.js";
import type { LinearAdapterConfig, LinearClientCredentialsConfig } from "./config.js";

/** The part of the environment that is about authentication. */
export interface AuthEnvironment {
  readonly LINEAR_API_KEY?: string;
  readonly LINEAR_ACCESS_TOKEN?: string;
  readonly LINEAR_CLIENT_CREDENTIALS_CLIENT_ID?: string;
  readonly LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET?: string;
  readonly LINEAR_CLIENT_CREDENTIALS_SCOPES?: string;
  readonly LINEAR_CLIENT_ID?: string;
  readonly LINEAR_CLIENT_SECRET?: string;
}

/** An authentication and where it was found, for messages. */
interface FoundAuth {
  auth: LinearAuth;
  source: string;
}

/**
 * The one kind of authentication that the options name, or else the first that the environment holds.
 * @throws {LinearAdapterError} `CONFIG_INVALID` for none, for halves, for several kinds in the options, and for an API
 * key in a mode with agent sessions (docs/decisions/0017-no-api-key-in-sessions.md).
 */
export function resolveAuth(
  options: LinearAdapterConfig,
  environment: AuthEnvironment,
  mode: LinearAdapterMode,
): { auth: LinearAuth; warnings: string[] } {
  const inOptions = findInOptions(options, mode);
  if (inOptions.length > 1) {
    throw invalid(`The options mix ${sourcesOf(inOptions)}: give one kind of authentication`);
  }
  const [fromOptions] = inOptions;
  if (fromOptions) return { auth: refuseKeyInSessions(fromOptions, mode), warnings: [] };

  const inEnvironment = findInEnvironment(environment, mode);
  const [used, ...ignored] = inEnvironment;
  if (used === undefined) throw invalid(nothingFound(environment));
  return {
    auth: refuseKeyInSessions(used, mode),
    warnings:
      ignored.length === 0
        ? []
        : [
            `The environment holds several kinds of authentication: ${used.source} is used; ignored: ${sourcesOf(ignored)}`,
          ],
  };
}

/** Linear opens agent sessions for apps alone. https://linear.app/developers/agents */
function refuseKeyInSessions({ auth, source }: FoundAuth, mode: LinearAdapterMode): LinearAuth {
  if (auth.kind !== "api-key" || mode === "comments") return auth;
  throw invalid(
    `${source} is a personal API key, and the mode is "${mode}": Linear opens agent sessions for apps, never for a person. Give an app's accessToken, clientCredentials, or clientId and clientSecret, or set mode (LINEAR_MODE) to "comments"`,
  );
}

function findInOptions(options: LinearAdapterConfig, mode: LinearAdapterMode): FoundAuth[] {
  const { apiKey, accessToken, clientCredentials, clientId, clientSecret } = options;
  const found: FoundAuth[] = [];
  if (apiKey !== undefined) {
    found.push({ auth: { kind: "api-key", apiKey: notEmpty(apiKey, "apiKey") }, source: "apiKey" });
  }
  if (accessToken !== undefined) {
    const token = notEmpty(accessToken, "accessToken");
    found.push({ auth: { kind: "access-token", accessToken: token }, source: "accessToken" });
  }
  if (clientCredentials !== undefined) {
    found.push({ auth: toClientCredentials(clientCredentials, mode), source: "clientCredentials" });
  }
  if (clientId !== undefined || clientSecret !== undefined) {
    if (clientId === undefined || clientSecret === undefined) {
      throw invalid("clientId and clientSecret belong together: the options hold only one of them");
    }
    found.push({ auth: toApp(clientId, clientSecret), source: "clientId and clientSecret" });
  }
  return found;
}

/** Finds the kinds in the order in which they are preferred, which is that of `@chat-adapter/linear`. */
function findInEnvironment(environment: AuthEnvironment, mode: LinearAdapterMode): FoundAuth[] {
  const found: FoundAuth[] = [];
  if (environment.LINEAR_API_KEY) {
    found.push({ auth: { kind: "api-key", apiKey: environment.LINEAR_API_KEY }, source: "LINEAR_API_KEY" });
  }
  if (environment.LINEAR_ACCESS_TOKEN) {
    found.push({
      auth: { kind: "access-token", accessToken: environment.LINEAR_ACCESS_TOKEN },
      source: "LINEAR_ACCESS_TOKEN",
    });
  }
  const credentials = {
    clientId: environment.LINEAR_CLIENT_CREDENTIALS_CLIENT_ID,
    clientSecret: environment.LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET,
    scopes: environment.LINEAR_CLIENT_CREDENTIALS_SCOPES?.split(/[\s,]+/).filter(Boolean),
  };
  if (credentials.clientId && credentials.clientSecret) {
    const { clientId, clientSecret, scopes } = credentials;
    found.push({
      auth: toClientCredentials({ clientId, clientSecret, scopes }, mode),
      source: "LINEAR_CLIENT_CREDENTIALS_CLIENT_ID",
    });
  }
  if (environment.LINEAR_CLIENT_ID && environment.LINEAR_CLIENT_SECRET) {
    found.push({
      auth: toApp(environment.LINEAR_CLIENT_ID, environment.LINEAR_CLIENT_SECRET),
      source: "LINEAR_CLIENT_ID",
    });
  }
  return found;
}

// The two names of a pair belong together; one alone is most likely a slip.
const PAIRS = [
  ["LINEAR_CLIENT_CREDENTIALS_CLIENT_ID", "LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET"],
  ["LINEAR_CLIENT_ID", "LINEAR_CLIENT_SECRET"],
] as const;

function nothingFound(environment: AuthEnvironment): string {
  const half = PAIRS.find(([id, secret]) => (environment[id] === undefined) !== (environment[secret] === undefined));
  if (half) {
    const [missing, present] = environment[half[0]] === undefined ? half : [half[1], half[0]];
    return `${present} is set but ${missing} is not: they belong together`;
  }
  return "There is no authentication: set LINEAR_API_KEY, LINEAR_ACCESS_TOKEN, LINEAR_CLIENT_CREDENTIALS_CLIENT_ID and _CLIENT_SECRET, or LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET, or give one of them as an option";
}

const COMMENT_SCOPES = ["read", "write", "comments:create", "issues:create"];
// https://linear.app/developers/agents
const AGENT_SCOPES = [...COMMENT_SCOPES, "app:mentionable", "app:assignable"];
/** The scopes that each mode needs. */
export const DEFAULT_SCOPES: Record<LinearAdapterMode, readonly string[]> = {
  comments: COMMENT_SCOPES,
  "agent-sessions": AGENT_SCOPES,
  all: AGENT_SCOPES,
};

function toClientCredentials(config: LinearClientCredentialsConfig, mode: LinearAdapterMode): LinearAuth {
  return {
    kind: "client-credentials",
    clientId: notEmpty(config.clientId, "clientCredentials.clientId"),
    clientSecret: notEmpty(config.clientSecret, "clientCredentials.clientSecret"),
    scopes: config.scopes?.length ? config.scopes : DEFAULT_SCOPES[mode],
  };
}

function toApp(clientId: Secret, clientSecret: Secret): LinearAuth {
  return {
    kind: "app",
    clientId: notEmpty(clientId, "clientId"),
    clientSecret: notEmpty(clientSecret, "clientSecret"),
  };
}

function notEmpty(value: Secret | undefined, option: string): Secret {
  if (typeof value === "string") {
    const secret = value.trim();
    if (secret !== "") return secret;
  } else if (value !== undefined) return value;
  throw invalid(`${option} is empty`);
}

function invalid(message: string): LinearAdapterError {
  return new LinearAdapterError("CONFIG_INVALID", message);
}

const sourcesOf = (found: readonly FoundAuth[]): string => found.map(({ source }) => source).join(", ");
