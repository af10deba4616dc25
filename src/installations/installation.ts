import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import {
  isJsonObject,
  type JsonObject,
  optionalString,
  readArray,
  readId,
  readNumber,
  readOptional,
  UnexpectedValueError,
} from "../util/json.js";

/** How far two clocks may differ, Linear's and ours, or those of two of our machines: five minutes. */
export const MAX_CLOCK_SKEW_MS: number = 5 * 60 * 1_000;

/**
 * Our app's tokens for one organization: the record of `@chat-adapter/linear`, with optional additions.
 */
export interface LinearInstallation {
  accessToken: string;
  /** Id of the Linear user that the app acts as in this organization. */
  botUserId: string;
  /** When the access token expires, in milliseconds since 1970; `null` when it does not. */
  expiresAt: number | null;
  organizationId: string;
  /** Missing when the access token cannot be refreshed. */
  refreshToken?: string | undefined;
  /** Scopes that were granted. */
  scopes?: readonly string[] | undefined;
  /** The `@handle` of the app user. */
  appUserName?: string | undefined;
  /** When the organization installed the app, in milliseconds since 1970: an older revocation is not about these tokens. */
  installedAt?: number | undefined;
  /**
   * Since when Linear refuses the refresh token for good, in milliseconds since 1970. Such an installation is not
   * refreshed again; a new one has no such time.
   */
  brokenSince?: number | undefined;
}

/**
 * An installation from what a host hands over or a store holds. Fields that are not ours are left out.
 * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`, with the field that is wrong, never its value.
 */
export function parseInstallation(value: unknown): LinearInstallation {
  try {
    return readInstallation(isJsonObject(value) ? value : {});
  } catch (error) {
    if (!(error instanceof UnexpectedValueError)) throw error;
    throw new LinearAdapterError(
      "INSTALLATION_UNREADABLE",
      `The installation is incomplete: ${error.message}; the organization must install the app again`,
      { path: error.path },
    );
  }
}

function readInstallation(source: JsonObject): LinearInstallation {
  const path = "installation";
  const refreshToken = readOptional(readId, source, "refreshToken", path);
  const appUserName = optionalString(source, "appUserName", path);
  const scopes = readOptional(readStrings, source, "scopes", path);
  const installedAt = readOptional(readNumber, source, "installedAt", path);
  const brokenSince = readOptional(readNumber, source, "brokenSince", path);
  return {
    accessToken: readId(source, "accessToken", path),
    botUserId: readId(source, "botUserId", path),
    expiresAt: readOptional(readNumber, source, "expiresAt", path) ?? null,
    organizationId: readId(source, "organizationId", path),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(appUserName === undefined ? {} : { appUserName }),
    ...(installedAt === undefined ? {} : { installedAt }),
    ...(brokenSince === undefined ? {} : { brokenSince }),
  };
}

function readStrings(source: JsonObject, key: string, path: string): string[] {
  return readArray(source, key, path).map((item, index) => {
    if (typeof item === "string") return item;
    throw new UnexpectedValueError(`${path}.${key}[${index}]`, "a string");
  });
}

/** Whether two records of one organization hold the same pair of tokens. */
export function hasSameTokens(one: LinearInstallation, other: LinearInstallation): boolean {
  return one.accessToken === other.accessToken && one.refreshToken === other.refreshToken;
}

/** Whether an installation cannot be read with any key: until there is a new one, nothing can be done for its organization. */
export const isBeyondReading = (error: unknown): boolean =>
  isLinearAdapterError(error, "INSTALLATION_UNREADABLE") && error.facts.cause === "record";
