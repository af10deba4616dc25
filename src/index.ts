export type {
  LinearAdapterAPIKeyConfig,
  LinearAdapterAutoConfig,
  LinearAdapterBaseConfig,
  LinearAdapterClientCredentialsConfig,
  LinearAdapterConfig,
  LinearAdapterConnectConfig,
  LinearAdapterMode,
  LinearAdapterMultiTenantConfig,
  LinearAdapterOAuthConfig,
  LinearClientCredentialsConfig,
  LinearWebhookVerifier,
} from "./adapter/config.js";
export { createLinearAdapter } from "./adapter/create-linear-adapter.js";
export type { DeleteInstallationOptions } from "./adapter/installation-manager.js";
export { LinearAdapter } from "./adapter/linear-adapter.js";
export type {
  InstallUrlOptions,
  OAuthCallbackOptions as LinearOAuthCallbackOptions,
  OAuthCallbackResult,
} from "./adapter/oauth-flow.js";
export type { OAuthRoutes, OAuthRoutesOptions } from "./adapter/oauth-routes.js";
export type { InstallationBrokenEvent } from "./credentials/broken-installation.js";
export type {
  InstallationFailure,
  InstallationRefresh,
  InstallationRotation,
} from "./credentials/installation-upkeep.js";
export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export type { LinearInstallation } from "./installations/installation.js";
export type { LinearInstallationProvider } from "./installations/provided-installations.js";
export type {
  LinearActorData,
  LinearAgentSessionCommentRawMessage,
  LinearCommentData,
  LinearCommentRawMessage,
  LinearRawMessage,
  SessionTrigger,
} from "./messages/raw-message.js";
export { assertAgentSessionThread, type LinearAgentSessionThreadId, type LinearThreadId } from "./threads/thread-id.js";
export type { Secret } from "./util/secret.js";
export type { EventCommentChild, EventGuidance } from "./webhook/events.js";
