import { isSessionRoot } from "../messages/opening-request.js";
import type { Doer } from "../messages/remembered/own-users.js";
import { mayBeAppUser } from "../webhook/event-user.js";
import type { EventComment, EventOf } from "../webhook/events.js";

export type CommentEvent = EventOf<"comment.created" | "comment.updated" | "comment.removed">;

/** Who wrote a comment, by all the ids that its event tells. */
export function authorOf({ comment, actorId }: CommentEvent): Doer {
  const ids = [comment.userId, comment.user?.id, comment.externalAuthor?.id, actorId];
  // Integrations and people of other products are no users of Linear.
  return { ids, mayBeApp: comment.userId !== undefined && mayBeAppUser(comment.user) };
}

/** Whether Linear wrote it itself, to hold the thread of an agent session. */
export function isLinearsOwn(comment: EventComment): boolean {
  const hasAuthor = comment.userId !== undefined || comment.externalAuthor !== undefined;
  return !hasAuthor && isSessionRoot(comment);
}
