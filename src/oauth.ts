/**
 * Linear's OAuth 2.0 for hosts that run the installation themselves: send people to {@link buildAuthorizationUrl},
 * exchange the code of the callback with {@link requestToken}, take the app away with {@link revokeToken}.
 */
export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export { type AuthorizationRequest, buildAuthorizationUrl } from "./oauth/authorization-url.js";
export { createCodeChallenge, createCodeVerifier, type RandomBytes } from "./oauth/pkce.js";
export type { OAuthRequestParts } from "./oauth/post-form.js";
export { type Revocation, revokeToken } from "./oauth/revoke.js";
export type { TokenRefusalReason } from "./oauth/token-refusal.js";
export { requestToken, type TokenGrant, type TokenGrantResult } from "./oauth/token-request.js";
export type { Clock } from "./util/clock.js";
export { type LinearEndpoints, resolveEndpoints } from "./util/endpoints.js";
