import { LinearAdapterError } from "../errors.js";
import { type LinearEndpoints, resolveEndpoints } from "../util/endpoints.js";
import { parseScopes } from "./scopes.js";

/** What an administrator is asked for on Linear's consent page. */
export interface AuthorizationRequest {
  clientId: string;
  /** One of the redirect URIs registered for the app. The code must be exchanged with the same one. */
  redirectUri: string;
  /** Such as `["read", "write", "app:mentionable", "app:assignable"]`. */
  scopes: readonly string[];
  /** Comes back unchanged; protects the callback against forged requests. */
  state?: string;
  /** `S256` challenge of the verifier that goes with the code: see {@link createCodeChallenge}. */
  codeChallenge?: string;
  /** Who acts afterwards: the app's own user (default), or the person who authorizes. */
  actor?: "app" | "user";
  /** `consent` shows the consent page to those who have agreed before, who can then pick another workspace. */
  prompt?: "consent";
  /** Default: Linear's. */
  endpoints?: Pick<LinearEndpoints, "authorize">;
}

/**
 * The address to send an administrator to, so that they install the app in their workspace.
 * https://linear.app/developers/oauth-2-0-authentication
 * @throws {LinearAdapterError} `CONFIG_INVALID` for scopes that Linear is known to refuse.
 */
export function buildAuthorizationUrl(request: AuthorizationRequest): URL {
  const { actor = "app", endpoints = resolveEndpoints() } = request;
  const scopes = parseScopes(request.scopes);
  checkScopes(scopes, actor);

  const url = new URL(endpoints.authorize);
  const parameters = {
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: "code",
    scope: scopes.join(","),
    actor,
    state: request.state,
    prompt: request.prompt,
    code_challenge: request.codeChallenge,
    code_challenge_method: request.codeChallenge === undefined ? undefined : "S256",
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

function checkScopes(scopes: readonly string[], actor: "app" | "user"): void {
  if (scopes.length === 0) {
    throw new LinearAdapterError("CONFIG_INVALID", "No OAuth scopes are given; a bot needs at least read and write", {
      option: "scopes",
    });
  }
  if (scopes.includes("offline_access")) {
    throw new LinearAdapterError(
      "CONFIG_INVALID",
      "Linear has no scope offline_access; leave it out, refresh tokens come without it",
      { option: "scopes" },
    );
  }
  // https://linear.app/developers/oauth-actor-authorization
  if (actor === "app" && scopes.includes("admin")) {
    throw new LinearAdapterError(
      "CONFIG_INVALID",
      "Linear does not grant the scope admin to an app user; leave it out, or authorize with actor user",
      { option: "scopes" },
    );
  }
}
