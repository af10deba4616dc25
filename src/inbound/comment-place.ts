import type { Identity } from "../credentials/auth.js";
import type { Doer } from "../messages/remembered/own-users.js";
import type { SessionMessage } from "../messages/remembered/source-comments.js";
import type { CommentEvent } from "./comment-author.js";
import { isLinearsOwn } from "./comment-author.js";
import type { InboundParts } from "./inbound-parts.js";
import { findOwnUser } from "./own-doings.js";
import type { Preparation } from "./preparation.js";

/** Where a comment that has changed is a message to the bot. */
export type CommentPlace =
  | { kind: "session"; message: SessionMessage }
  /** In the thread of this root comment. */
  | { kind: "comment"; rootId: string }
  | Extract<Preparation, { kind: "ignored" }>;

type PlaceParts = Pick<
  InboundParts,
  "config" | "identities" | "ownComments" | "ownUsers" | "ownWords" | "sessions" | "sourceComments"
>;

/** Finds where a comment that `doer` has changed is a message, by the rules that hold for new comments. */
export async function findCommentPlace(
  { comment }: CommentEvent,
  doer: Doer,
  identity: Identity,
  parts: PlaceParts,
): Promise<CommentPlace> {
  const { config, ownComments, ownWords, sessions, sourceComments } = parts;
  const rootId = comment.parentId ?? comment.id;
  if (isLinearsOwn(comment)) return { kind: "ignored", reason: "Linear wrote it for an agent session" };
  const own = await findOwnUser(doer, identity, parts);
  if (own !== undefined && (await ownComments.isOwn(comment.id, true, own))) {
    return { kind: "ignored", reason: "the bot did it" };
  }
  if (comment.userId === undefined && ownWords.areIn(rootId, comment.body)) {
    return { kind: "ignored", reason: "the bot wrote it, and another product has brought it back" };
  }
  const message = config.mode === "comments" ? undefined : await sourceComments.findMessage(comment.id);
  if (message !== undefined) return { kind: "session", message };
  if (config.mode === "agent-sessions") return { kind: "ignored", reason: "it is no message of an agent session" };
  if (comment.issueId === undefined) return { kind: "ignored", reason: "the comment is not on an issue" };
  if ((await sessions.mentions.findSession(comment)) !== undefined) {
    return { kind: "ignored", reason: "it belongs to an agent session" };
  }
  return { kind: "comment", rootId };
}
