import type { Logger } from "chat";
import { createLinearApi } from "../api/linear-api.js";
import { getViewer, type ViewerNode } from "../api/operations/users.js";
import type { CredentialSource, LinearAuth } from "../credentials/auth.js";
import { LinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import { requestToken, type TokenGrantResult } from "../oauth/token-request.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";

export interface CallbackParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  logger: Logger;
}

/**
 * The installation that an OAuth callback is about. Nothing is stored here.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export async function exchangeCallback(
  request: Request,
  redirectUri: string,
  auth: Extract<LinearAuth, { kind: "app" }>,
  parts: CallbackParts,
): Promise<LinearInstallation> {
  if (!redirectUri) {
    throw new LinearAdapterError("OAUTH_CALLBACK_INVALID", "redirectUri is missing: give the one of the authorization");
  }
  const code = readCode(new URL(request.url).searchParams);
  const grant = {
    kind: "authorization_code" as const,
    clientId: await resolveSecret(auth.clientId),
    clientSecret: await resolveSecret(auth.clientSecret),
    code,
    redirectUri,
  };
  const token = await requestToken(grant, parts);
  const viewer = await askViewer(token.accessToken, parts);
  if (!viewer.app) {
    parts.logger.warn(
      "The installation acts as a person, not as the app: put actor=app in the authorization URL to act as the app",
      { organizationId: viewer.organizationId },
    );
  }
  return toInstallation(token, viewer);
}

function readCode(query: URLSearchParams): string {
  const error = query.get("error");
  if (error !== null) {
    // What stands in a URL can be anybody's text: only an OAuth error code is passed on.
    const reason = /^[a-z_]{1,40}$/.test(error) ? error : "unknown";
    throw new LinearAdapterError("OAUTH_DENIED", `The installation was not granted (${reason})`, { reason });
  }
  const code = query.get("code");
  if (code) return code;
  throw new LinearAdapterError("OAUTH_CALLBACK_INVALID", "The callback has no code: it does not come from Linear");
}

async function askViewer(accessToken: string, parts: CallbackParts): Promise<ViewerNode> {
  const credential = { authorization: `Bearer ${accessToken}`, organizationId: undefined };
  const credentials: CredentialSource = {
    getCredential: async () => credential,
    reject: async () => false,
    knownIdentity: async () => undefined,
  };
  const api = createLinearApi({
    ...parts,
    endpoint: parts.endpoints.graphql,
    credentials,
    currentOrganization: () => undefined,
  });
  return await api.execute(getViewer, {});
}

function toInstallation(token: TokenGrantResult, viewer: ViewerNode): LinearInstallation {
  return {
    accessToken: token.accessToken,
    botUserId: viewer.id,
    expiresAt: token.expiresAt?.getTime() ?? null,
    organizationId: viewer.organizationId,
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
    scopes: token.scopes,
    appUserName: viewer.displayName,
  };
}
