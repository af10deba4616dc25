import { toEmojiName } from "../emoji.js";
import type { CommentRecord, IssueRecord, ReactionRecord, UserRecord } from "../records.js";
import { conflict } from "../request-error.js";
import { rowsOf } from "../state.js";
import { commentChanged } from "../webhooks/comment-payload.js";
import { notifyApp } from "../webhooks/notification-payload.js";
import { reactionChanged, reactionData } from "../webhooks/reaction-payload.js";
import type { World } from "../world.js";

export type ReactionTarget = { kind: "comment"; comment: CommentRecord } | { kind: "issue"; issue: IssueRecord };

/**
 * Adds a reaction.
 * @throws {LinearRequestError} "conflict on insert of Reaction" when the user has reacted with this emoji before.
 */
export function addReaction(
  world: World,
  target: ReactionTarget,
  input: { id?: string | undefined; emoji: string; by: UserRecord },
): ReactionRecord {
  const emoji = toEmojiName(input.emoji);
  const place = placeOf(target);
  const twin = rowsOf(world.state, "reactions", input.by.organizationId).find(
    (reaction) =>
      reaction.userId === input.by.id &&
      reaction.emoji === emoji &&
      reaction.commentId === place.commentId &&
      reaction.issueId === place.issueId,
  );
  if (twin) throw conflict("Reaction", twin.id);
  const before = reactionData(world, place);
  const reaction: ReactionRecord = {
    id: input.id ?? world.newId(),
    organizationId: input.by.organizationId,
    ...place,
    emoji,
    userId: input.by.id,
    createdAt: world.instant(),
  };
  world.state.reactions.set(reaction.id, reaction);
  tell(world, target, reaction, "create", before);
  if (target.kind === "comment") notifyAuthor(world, target.comment, reaction);
  return reaction;
}

export function removeReaction(world: World, reaction: ReactionRecord): void {
  const before = reactionData(world, reaction);
  world.state.reactions.delete(reaction.id);
  const comment = reaction.commentId === undefined ? undefined : world.state.comments.get(reaction.commentId);
  const issue = reaction.issueId === undefined ? undefined : world.state.issues.get(reaction.issueId);
  if (comment) tell(world, { kind: "comment", comment }, reaction, "remove", before);
  if (issue) tell(world, { kind: "issue", issue }, reaction, "remove", before);
}

function placeOf(target: ReactionTarget): Pick<ReactionRecord, "commentId" | "issueId"> {
  switch (target.kind) {
    case "comment":
      return { commentId: target.comment.id, issueId: undefined };
    case "issue":
      return { commentId: undefined, issueId: target.issue.id };
  }
}

function tell(
  world: World,
  target: ReactionTarget,
  reaction: ReactionRecord,
  action: "create" | "remove",
  before: unknown,
): void {
  reactionChanged(world, reaction, action);
  // A reaction changes its comment too: seen as an update with the old `reactionData`.
  if (target.kind === "comment") {
    commentChanged(world, target.comment, { action: "update", updatedFrom: { reactionData: before } });
  }
}

function notifyAuthor(world: World, comment: CommentRecord, { emoji, userId }: ReactionRecord): void {
  const author = world.state.installations.find(
    ({ appUserId }) => appUserId === comment.userId && appUserId !== userId,
  );
  if (author === undefined) return;
  const { issueId } = comment;
  notifyApp(world, author, { type: "issueCommentReaction", issueId, comment, actorId: userId, reactionEmoji: emoji });
}
