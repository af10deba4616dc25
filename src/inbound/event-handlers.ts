import type { Adapter } from "chat";
import type { EventHandlers } from "./event-handler.js";
import { createAppRevokedHandler } from "./handlers/app-revoked.js";
import { createCommentCreatedHandler } from "./handlers/comment-created.js";
import { createIssueUndelegatedHandler } from "./handlers/issue-undelegated.js";
import { createReactionHandler } from "./handlers/reaction.js";
import { createSessionCreatedHandler } from "./handlers/session-created.js";
import { createSessionPromptedHandler } from "./handlers/session-prompted.js";
import { createIgnoreSession } from "./ignored-sessions.js";
import type { InboundParts } from "./inbound-parts.js";

/** The handler of each kind of event. */
export function createEventHandlers(parts: InboundParts, adapter: () => Adapter): EventHandlers {
  const ignoreSession = createIgnoreSession(parts.logger);

  return {
    "comment.created": createCommentCreatedHandler(parts),
    "session.created": createSessionCreatedHandler(parts, ignoreSession),
    "session.prompted": createSessionPromptedHandler(parts, ignoreSession),
    "app.revoked": createAppRevokedHandler(parts, adapter),
    "reaction.created": createReactionHandler(parts),
    "reaction.removed": createReactionHandler(parts),
    "issue.undelegated": createIssueUndelegatedHandler(parts),
    unknown: async ({ type, action }) => ({ kind: "ignored", reason: `${type} ${action ?? ""} is not handled` }),
  };
}
