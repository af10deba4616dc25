import type { Logger } from "chat";
import { createLinearApi } from "../../api/linear-api.js";
import { getViewer, type ViewerNode } from "../../api/operations/users.js";
import type { CredentialSource } from "../../credentials/auth.js";
import type { Diagnose } from "../../diagnostics/diagnose.js";
import { isLinearAdapterError, LinearAdapterError } from "../../errors.js";
import type { LinearInstallation } from "../../installations/installation.js";
import { requestToken, type TokenGrant, type TokenGrantResult } from "../../oauth/token-request.js";
import type { Clock } from "../../util/clock.js";
import type { LinearEndpoints } from "../../util/endpoints.js";

export interface CallbackParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  logger: Logger;
  diagnose: Diagnose;
}

/** What Linear sent the person back with. `refused`: the authorization URL is at fault, and nobody was asked. */
export type CallbackAnswer =
  | { kind: "granted"; code: string }
  | { kind: "denied"; reason: string }
  | { kind: "refused"; reason: string; advice: string };

// RFC 6749, section 4.1.2.1. https://linear.app/developers/oauth-actor-authorization
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ["invalid_scope", "scopes that begin with app: need actor=app in it, and each scope has to be one of Linear's"],
  ["unsupported_response_type", "it needs response_type=code"],
  ["invalid_request", "something in it is missing, or there twice"],
  ["unauthorized_client", "the app may not ask for an authorization code; look at its settings in Linear"],
]);

/**
 * The answer in a callback's address.
 * @throws {LinearAdapterError} `OAUTH_CALLBACK_INVALID`
 */
export function readAnswer(query: URLSearchParams): CallbackAnswer {
  checkParameters(query);
  const error = query.get("error");
  const advice = REFUSALS.get(error ?? "");
  if (error !== null && advice !== undefined) return { kind: "refused", reason: error, advice };
  // Only an OAuth error code is passed on: what stands in a URL can be anybody's text.
  if (error !== null) return { kind: "denied", reason: /^[a-z_]{1,40}$/.test(error) ? error : "unknown" };
  const code = query.get("code");
  if (code) return { kind: "granted", code };
  throw notOfLinear("it has no code");
}

// RFC 6749, section 3.1: a parameter comes once. Two readers of an address would otherwise see two different ones.
const PARAMETERS = ["code", "state", "error"];
const MAX_PARAMETER_LENGTH = 4_096;

function checkParameters(query: URLSearchParams): void {
  for (const name of PARAMETERS) {
    const [value, ...more] = query.getAll(name);
    if (more.length > 0) throw notOfLinear(`it has several parameters ${name}`);
    if (value !== undefined && value.length > MAX_PARAMETER_LENGTH) throw notOfLinear(`its ${name} is too long`);
  }
}

const notOfLinear = (reason: string): LinearAdapterError =>
  new LinearAdapterError("OAUTH_CALLBACK_INVALID", `The callback does not come from Linear: ${reason}`, { reason });

/**
 * The installation that a code is good for. Nothing is stored here.
 * https://linear.app/developers/oauth-2-0-authentication
 * @param findMissing the scopes that were not granted and without which the app is of no use.
 * @throws {LinearAdapterError} `OAUTH_CODE_REFUSED`, `OAUTH_WRONG_ACTOR`, `OAUTH_SCOPES_MISSING`, and what
 * `requestToken` and a request to Linear's API throw.
 */
export async function exchangeCode(
  grant: Extract<TokenGrant, { kind: "authorization_code" }>,
  findMissing: (granted: readonly string[]) => readonly string[],
  parts: CallbackParts,
): Promise<LinearInstallation> {
  const token = await requestTokenForCode(grant, parts);
  const missing = findMissing(token.scopes);
  const viewer = await askViewer(token.accessToken, missing, parts);
  // Linear is asked who acts: a person was seen with actor=app as well. Their tokens lack scopes for this very reason.
  if (!viewer.app) throw wrongActor(viewer.organizationId);
  if (missing.length > 0) throw scopesMissing(missing);
  return toInstallation(token, viewer, parts.clock.now());
}

async function requestTokenForCode(
  grant: Extract<TokenGrant, { kind: "authorization_code" }>,
  parts: CallbackParts,
): Promise<TokenGrantResult> {
  try {
    return await requestToken(grant, parts);
  } catch (error) {
    if (!isLinearAdapterError(error, "TOKEN_REQUEST_FAILED") || error.facts.reason !== "invalid_grant") throw error;
    throw new LinearAdapterError("OAUTH_CODE_REFUSED", error.message, error.facts);
  }
}

/** @param missing scopes that were not granted; one of them may be why Linear does not say who the viewer is. */
async function askViewer(accessToken: string, missing: readonly string[], parts: CallbackParts): Promise<ViewerNode> {
  const credential = { authorization: `Bearer ${accessToken}`, organizationId: undefined };
  const credentials: CredentialSource = {
    getCredential: async () => credential,
    reject: async () => false,
    knownIdentity: () => undefined,
  };
  const api = createLinearApi({
    ...parts,
    endpoint: parts.endpoints.graphql,
    credentials,
    currentOrganization: () => undefined,
  });
  try {
    return await api.execute(getViewer, {});
  } catch (error) {
    if (missing.length > 0 && isLinearAdapterError(error, "FORBIDDEN")) throw scopesMissing(missing);
    throw error;
  }
}

function toInstallation(token: TokenGrantResult, viewer: ViewerNode, now: Date): LinearInstallation {
  return {
    accessToken: token.accessToken,
    botUserId: viewer.id,
    expiresAt: token.expiresAt?.getTime() ?? null,
    organizationId: viewer.organizationId,
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
    scopes: token.scopes,
    appUserName: viewer.displayName,
    installedAt: now.getTime(),
  };
}

function scopesMissing(scopes: readonly string[]): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_SCOPES_MISSING",
    `Linear did not grant ${scopes.join(", ")}: ask for it in the authorization URL, and see that the app may have it`,
    { scopes },
  );
}

function wrongActor(organizationId: string): LinearAdapterError {
  return new LinearAdapterError(
    "OAUTH_WRONG_ACTOR",
    "The tokens are a person's, not the app's: put actor=app in the authorization URL and install again",
    { organizationId },
  );
}
