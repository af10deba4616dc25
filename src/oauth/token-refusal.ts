import { LinearAdapterError } from "../errors.js";
import type { JsonObject } from "../util/json.js";
import type { FormAnswer } from "./post-form.js";

/** Why Linear refused a token request: `facts.reason` of `TOKEN_REQUEST_FAILED`. */
export type TokenRefusalReason =
  | "invalid_grant"
  | "invalid_client"
  | "invalid_scope"
  | "invalid_request"
  | "unsupported"
  | "unknown";

type GrantKind = "authorization_code" | "refresh_token" | "client_credentials";

const REASONS: ReadonlyMap<string, TokenRefusalReason> = new Map([
  ["invalid_grant", "invalid_grant"],
  ["invalid_client", "invalid_client"],
  ["invalid_scope", "invalid_scope"],
  ["invalid_request", "invalid_request"],
  ["unauthorized_client", "unsupported"],
  ["unsupported_grant_type", "unsupported"],
]);

const INVALID_GRANT: Record<GrantKind, string> = {
  authorization_code:
    "Linear refused the authorization code: it was used before, has expired, or goes with another redirect URI or code verifier; start the installation again",
  refresh_token:
    "Linear refused the refresh token: it was revoked or replaced; the organization must install the app again",
  client_credentials: "Linear refused the client credentials; check the app's settings in Linear",
};

const ADVICE: Record<Exclude<TokenRefusalReason, "invalid_grant">, (grant: GrantKind) => string> = {
  invalid_client: () =>
    "Linear does not know this client id with this client secret; correct the configuration, nothing needs to be installed again",
  invalid_scope: () => "Linear refused the scopes; ask for scopes that exist and that the app may have",
  invalid_request: (grant) =>
    `Linear found the ${grant} request incomplete; check clientId, clientSecret and redirectUri`,
  unsupported: (grant) => `The app may not use the grant ${grant}; switch it on in the app's settings in Linear`,
  unknown: (grant) => `Linear refused the ${grant} request for a reason that this package does not know`,
};

/** The error for an answer that refuses. Nothing of the answer's text goes into it: it may repeat what was sent. */
export function toTokenRefusal(grant: GrantKind, { status, body = {} }: FormAnswer): LinearAdapterError {
  const reason = toReason(status, body);
  const message = reason === "invalid_grant" ? INVALID_GRANT[grant] : ADVICE[reason](grant);
  return new LinearAdapterError("TOKEN_REQUEST_FAILED", `${message} (HTTP ${status})`, { grant, status, reason });
}

function toReason(status: number, { error, error_description: description }: JsonObject): TokenRefusalReason {
  const known = typeof error === "string" ? REASONS.get(error) : undefined;
  if (known !== undefined) return known;
  // For a grant that is switched off, `error` is the bare word "Error", and only the description says what is wrong.
  if (typeof description === "string" && /not (support|allow|enable).*(grant|credential)/i.test(description)) {
    return "unsupported";
  }
  return status === 401 ? "invalid_client" : "unknown";
}
