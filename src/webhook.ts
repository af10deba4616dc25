export { DEFAULT_MAX_BODY_BYTES } from "./util/body-limit.js";
export { eventKey } from "./webhook/event-key.js";
export type {
  EventAgentActivity,
  EventAgentSession,
  EventComment,
  EventCommentChild,
  EventExternalAuthor,
  EventGuidance,
  EventGuidanceTeam,
  EventIssue,
  EventOf,
  EventReaction,
  EventUser,
  LinearWebhookEvent,
} from "./webhook/events.js";
export { type ParseWebhookOptions, parseWebhook } from "./webhook/parse-webhook.js";
export {
  DEFAULT_MAX_SKEW_MS,
  verifyWebhook,
  type WebhookRefusal,
  type WebhookToVerify,
  type WebhookVerification,
} from "./webhook/verify-webhook.js";
export { WebhookPayloadError } from "./webhook/webhook-payload-error.js";
