import { LinearAdapterError } from "../errors.js";
import { resolveEndpoints } from "../util/endpoints.js";
import { type OAuthRequestParts, postForm } from "./post-form.js";

/** A token to end, and how the app shows that it may. */
export interface Revocation {
  token: string;
  /** Which of the pair `token` is. */
  tokenTypeHint?: "access_token" | "refresh_token";
  /** With `clientSecret`: authenticates the app, as RFC 7009 has it. */
  clientId?: string;
  clientSecret?: string;
}

/**
 * Revokes a token (RFC 7009). Resolves to `false` when Linear says that there was nothing to revoke (HTTP 400).
 * https://linear.app/developers/oauth-2-0-authentication
 * @throws {LinearAdapterError} `TOKEN_REQUEST_FAILED` for other refusals, `LINEAR_UNREACHABLE`.
 * @throws {LinearRateLimitError} for HTTP 429.
 */
export async function revokeToken(revocation: Revocation, parts: OAuthRequestParts = {}): Promise<boolean> {
  const { endpoints = resolveEndpoints() } = parts;
  const { status } = await postForm(endpoints.revoke, toForm(revocation), "always", parts);
  if (status < 300) return true;
  if (status === 400) return false;
  throw new LinearAdapterError(
    "TOKEN_REQUEST_FAILED",
    `Linear refused to revoke the token (HTTP ${status}); check clientId and clientSecret`,
    { grant: "revoke", status, reason: status === 401 ? "invalid_client" : "unknown" },
  );
}

// The token goes into the form only: Linear does not allow it there and in the Authorization header at once.
function toForm({ token, tokenTypeHint, clientId, clientSecret }: Revocation): URLSearchParams {
  const form = new URLSearchParams({ token });
  if (tokenTypeHint !== undefined) form.set("token_type_hint", tokenTypeHint);
  if (clientId !== undefined) form.set("client_id", clientId);
  if (clientSecret !== undefined) form.set("client_secret", clientSecret);
  return form;
}
