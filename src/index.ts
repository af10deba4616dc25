export type {
  LinearAdapterAPIKeyConfig,
  LinearAdapterAutoConfig,
  LinearAdapterBaseConfig,
  LinearAdapterClientCredentialsConfig,
  LinearAdapterConfig,
  LinearAdapterConnectConfig,
  LinearAdapterMultiTenantConfig,
  LinearAdapterOAuthConfig,
  LinearClientCredentialsConfig,
  LinearWebhookVerifier,
} from "./adapter/config/config.js";
export { createLinearAdapter } from "./adapter/create-linear-adapter.js";
export type { DeleteInstallationOptions } from "./adapter/installing/installation-manager.js";
export type {
  InstallUrlOptions,
  OAuthCallbackOptions as LinearOAuthCallbackOptions,
  OAuthCallbackResult,
} from "./adapter/installing/oauth-flow.js";
export type { OAuthRoutes, OAuthRoutesOptions } from "./adapter/installing/oauth-routes.js";
export { LinearAdapter } from "./adapter/linear-adapter.js";
export type { InstallationBrokenEvent } from "./credentials/broken-installation.js";
export type {
  InstallationFailure,
  InstallationRefresh,
  InstallationRotation,
} from "./credentials/installation-upkeep.js";
export type {
  LinearDeliveryDiagnostics,
  LinearDiagnosticsEvent,
  LinearDiagnosticsListener,
  LinearRefreshDiagnostics,
  LinearRequestDiagnostics,
  LinearRetryDiagnostics,
  LinearTurnDiagnostics,
} from "./diagnostics/events.js";
export type { LinearWorkFacts } from "./diagnostics/work-facts.js";
export {
  type ErrorFacts,
  isLinearAdapterError,
  LinearAdapterError,
  type LinearErrorCode,
  LinearRateLimitError,
} from "./errors.js";
export type {
  LinearEvent,
  LinearEventEntity,
  LinearEventFacts,
  LinearEventIssue,
  LinearEventName,
  LinearEventState,
  LinearEvents,
  LinearFieldChange,
  LinearNotificationTopic,
} from "./events/linear-event.js";
export type { LinearWebhook, LinearWebhookPayloadOf, LinearWebhookType } from "./events/linear-webhook.js";
export type { LinearUploadProgress, OnUploadProgress } from "./files/create-uploads.js";
export type { LinearFile, OpenFileOptions } from "./files/open-file.js";
export type { LinearFileContent } from "./files/read-content.js";
export type { LinearInstallation } from "./installations/installation.js";
export type { LinearInstallationProvider } from "./installations/provided-installations.js";
export type { LinearPerson } from "./issues/assignee.js";
export type { LinearSubIssue } from "./issues/checklist.js";
export type { LinearIssueDelegation } from "./issues/delegation.js";
export type { LinearAttachedLink, LinearIssueCycle, LinearIssueDetails } from "./issues/issue-details.js";
export type { LinearAttachedFile, LinearIssueFile, LinearIssueLink } from "./issues/issue-link.js";
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
export {
  type RenderedSessionContext,
  type RenderSessionContextOptions,
  renderSessionContext,
} from "./messages/context/render-session-context.js";
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
export { type ToPromptOptions, toPrompt } from "./messages/to-prompt.js";
export type { LinearSaidActivity, LinearSession, LinearSessionAction } from "./sessions/handle/linear-session.js";
export type { OpenSessionOptions } from "./sessions/handle/open-session.js";
export type {
  LinearSessionActivity,
  LinearSessionActivityOptions,
  LinearSessionActivityPage,
} from "./sessions/handle/session-activities.js";
export type { LinearAuthRequest, LinearSessionLink } from "./sessions/handle/session-input.js";
export type {
  LinearSessionDecision,
  LinearSessionIssue,
  LinearSessionPerson,
  LinearSessionRequest,
  OnAgentSession,
} from "./sessions/intake/session-decision.js";
export type {
  PlanStep as LinearPlanStep,
  PlanStepStatus as LinearPlanStepStatus,
  SelectOption as LinearSelectOption,
} from "./sessions/speech/session-effect.js";
export type { LinearIssueEnd, LinearSessionStopped, LinearStopCause } from "./sessions/turns/stop-turn.js";
export {
  type AiSdkMessage,
  type ToolApprovalMessage,
  type ToolApprovalResponsePart,
  toApprovalResponse,
} from "./streams/ai-sdk/approval-response.js";
export { type AiSdkResult, readResponseMessages } from "./streams/ai-sdk/response-messages.js";
export type { ModelStream } from "./streams/open-stream.js";
export { type ToLinearStreamOptions, toLinearStream } from "./streams/to-linear-stream.js";
export { readToolApproval, type ToolApproval } from "./streams/tool-approval.js";
export type { ToolStepOptions, WaitingTool } from "./streams/tool-to-step.js";
export { assertAgentSessionThread, type LinearAgentSessionThreadId, type LinearThreadId } from "./threads/thread-id.js";
export type { Secret } from "./util/secret.js";
export type { LinearAdapterMode } from "./webhook/adapter-mode.js";
export type { EventCommentChild, EventGuidance, EventGuidanceTeam } from "./webhook/events.js";
