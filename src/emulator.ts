export type {
  CommentInput,
  ConsentAnswer,
  EmulatedActivity,
  EmulatedAdapterOptions,
  EmulatedApp,
  EmulatedAttachment,
  EmulatedComment,
  EmulatedFile,
  EmulatedInstallation,
  EmulatedIssue,
  EmulatedLabel,
  EmulatedOrganization,
  EmulatedReaction,
  EmulatedSession,
  EmulatedTeam,
  EmulatedUser,
  EmulatedWorkflowState,
  IssueInput,
  Ref,
} from "./emulator/emulated.js";
export type { EmulatorFault, FaultKind, InjectedFault } from "./emulator/faults.js";
export type { LinearEmulator } from "./emulator/linear-emulator.js";
export type { AppOptions, BotMode, LinearEmulatorOptions } from "./emulator/options.js";
export { startLinearEmulator } from "./emulator/start-linear-emulator.js";
export type {
  RecordedFileRequest,
  RecordedRequest,
  RecordedTokenRequest,
  RecordedUploadRequest,
} from "./emulator/traffic.js";
export type { ConnectableBot, WebhookHandler } from "./emulator/webhooks/connections.js";
export type { DeliveryAttempt, EmulatedDelivery } from "./emulator/webhooks/deliveries.js";
export type { SignedWebhook } from "./emulator/webhooks/sign.js";
