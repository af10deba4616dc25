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
export type { LinearPerson } from "./issues/assignee.js";
export type { LinearSubIssue } from "./issues/checklist.js";
export type { LinearIssueDelegation } from "./issues/delegation.js";
export type { LinearAttachedLink, LinearIssueCycle, LinearIssueDetails } from "./issues/issue-details.js";
export type { LinearIssueLink } from "./issues/issue-link.js";
export type { AddLabelsOptions, LinearIssueLabel } from "./issues/labels.js";
export type { LinearIssue, LinearIssueComment } from "./issues/linear-issue.js";
export type { LinearNewIssue, LinearNewTeamIssue } from "./issues/new-issue.js";
export type { LinearPriority } from "./issues/priority.js";
export type {
  LinearIssueReference,
  LinearIssueRelation,
  LinearIssueRelationKind,
  LinearNewRelationKind,
} from "./issues/relations.js";
export type { LinearChecklist, LinearCreatedIssue } from "./issues/sub-issues.js";
export type { LinearIssueMove, LinearWorkflowState } from "./issues/workflow.js";
export type {
  LinearActorData,
  LinearAgentSessionCommentRawMessage,
  LinearCommentData,
  LinearCommentRawMessage,
  LinearContextComment,
  LinearContextGuidance,
  LinearContextIssue,
  LinearGuidanceOrigin,
  LinearRawMessage,
  LinearSessionContext,
  SessionTrigger,
} from "./messages/raw-message.js";
export {
  type RenderedSessionContext,
  type RenderSessionContextOptions,
  renderSessionContext,
} from "./messages/render-session-context.js";
export type { OpenSessionOptions } from "./sessions/open-session.js";
export type {
  LinearSessionActivity,
  LinearSessionActivityOptions,
  LinearSessionActivityPage,
} from "./sessions/session-activities.js";
export type {
  LinearSessionDecision,
  LinearSessionIssue,
  LinearSessionPerson,
  LinearSessionRequest,
  OnAgentSession,
} from "./sessions/session-decision.js";
export type {
  PlanStep as LinearPlanStep,
  PlanStepStatus as LinearPlanStepStatus,
  SelectOption as LinearSelectOption,
} from "./sessions/session-effect.js";
export type { LinearSaidActivity, LinearSession, LinearSessionAction } from "./sessions/session-handle.js";
export type { LinearAuthRequest, LinearSessionLink } from "./sessions/session-input.js";
export type { LinearSessionStopped, LinearStopCause } from "./sessions/stop-turn.js";
export { type ToLinearStreamOptions, toLinearStream } from "./sessions/to-linear-stream.js";
export type { ToolStepOptions } from "./sessions/tool-steps.js";
export { assertAgentSessionThread, type LinearAgentSessionThreadId, type LinearThreadId } from "./threads/thread-id.js";
export type { Secret } from "./util/secret.js";
export type { EventCommentChild, EventGuidance, EventGuidanceTeam } from "./webhook/events.js";
