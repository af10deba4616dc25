import { createAppRevokedHandler } from "./handlers/app-revoked.js";
import { createCommentCreatedHandler } from "./handlers/comment-created.js";
import { createCommentRemovedHandler } from "./handlers/comment-removed.js";
import { createCommentUpdatedHandler } from "./handlers/comment-updated.js";
import { createIssueUndelegatedHandler } from "./handlers/issue-undelegated.js";
import { createReactionHandler } from "./handlers/reaction.js";
import { createSessionCreatedHandler } from "./handlers/session-created.js";
import { createSessionPromptedHandler } from "./handlers/session-prompted.js";
import type { InboundParts } from "./inbound-parts.js";
import type { EventHandlers } from "./preparation.js";
import { createSessionArrivals } from "./session-arrivals.js";
import { createTakeSessionEvent } from "./session-event.js";

/** The handler of each kind of event. */
export function createEventHandlers(parts: InboundParts): EventHandlers {
  const arrivals = createSessionArrivals(parts);
  const takeSessionEvent = createTakeSessionEvent(parts, arrivals);

  return {
    "comment.created": createCommentCreatedHandler(parts, arrivals),
    "comment.updated": createCommentUpdatedHandler(parts),
    "comment.removed": createCommentRemovedHandler(parts),
    "session.created": createSessionCreatedHandler(parts, takeSessionEvent),
    "session.prompted": createSessionPromptedHandler(parts, takeSessionEvent),
    "app.revoked": createAppRevokedHandler(parts),
    "reaction.created": createReactionHandler(parts),
    "reaction.removed": createReactionHandler(parts),
    "issue.undelegated": createIssueUndelegatedHandler(parts),
    unknown: async ({ type, action }) => ({ kind: "ignored", reason: `${type} ${action ?? ""} is not handled` }),
  };
}
