import type { Identity } from "../../credentials/auth.js";
import type { Doer } from "../../messages/remembered/own-users.js";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { commentEventToRaw, sessionCommentToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import { authorOf } from "../comment-author.js";
import { type CommentPlace, findCommentPlace } from "../comment-place.js";
import { dispatchDeletion } from "../dispatch-changes.js";
import type { InboundParts } from "../inbound-parts.js";
import { findOwnUser } from "../own-doings.js";
import type { EventHandler, HandOverOptions } from "../preparation.js";
import { withIdentity } from "../with-identity.js";

type CommentRemoved = EventOf<"comment.removed">;

/** A deleted comment is told to the bot with what it was: also one of its own that somebody else has deleted. */
export function createCommentRemovedHandler(parts: InboundParts): EventHandler<"comment.removed"> {
  return (event) =>
    withIdentity(event.organizationId, parts, async (identity) => {
      const place = await findCommentPlace(event, deleterOf(event), identity, parts);
      if (place.kind === "ignored") return place;
      return { kind: "accepted", run: (options) => onDeletion(event, place, identity, parts, options) };
    });
}

/** Who deleted it. Where Linear does not tell, whoever wrote it. */
function deleterOf(event: CommentRemoved): Doer {
  const { actorId, comment } = event;
  if (actorId === undefined) return authorOf(event);
  const isAuthor = actorId === comment.userId;
  return { ids: [actorId], mayBeApp: isAuthor ? authorOf(event).mayBeApp : true };
}

async function onDeletion(
  event: CommentRemoved,
  place: Exclude<CommentPlace, { kind: "ignored" }>,
  identity: Identity,
  parts: InboundParts,
  options: HandOverOptions,
): Promise<void> {
  const { comment } = event;
  const author = await findOwnUser(authorOf({ ...event, actorId: undefined }), identity, parts);
  const isMe = author !== undefined && (await parts.ownComments.isOwn(comment.id, true, author));
  const raw = place.kind === "comment" ? commentEventToRaw(event) : sessionCommentToRaw(event, place.message);
  const text = await parts.texts.read(comment.body);
  const previousMessage = toChatMessage(raw, { isMe, isMention: place.kind === "session" }, text, parts.files);
  const deletion = { previousMessage, deletedAt: new Date(event.createdAt), raw: event };
  await dispatchDeletion(deletion, identity, parts, options);
}
