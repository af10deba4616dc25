import type { JsonObject } from "../../util/json.js";
import type { ReactionRecord } from "../records.js";
import type { World } from "../world.js";
import { commentChild, issueChild, userActor, userChild } from "./children.js";

/** Sends a Reaction event. */
export function reactionChanged(world: World, reaction: ReactionRecord, action: "create" | "remove"): void {
  const comment = reaction.commentId === undefined ? undefined : world.state.comments.get(reaction.commentId);
  world.emit({
    organizationId: reaction.organizationId,
    type: "Reaction",
    payload: {
      action,
      actor: userActor(world, reaction.userId),
      createdAt: action === "create" ? reaction.createdAt : world.instant(),
      data: {
        id: reaction.id,
        createdAt: reaction.createdAt,
        updatedAt: reaction.createdAt,
        emoji: reaction.emoji,
        userId: reaction.userId,
        user: userChild(world, reaction.userId),
        commentId: reaction.commentId,
        comment: commentChild(comment),
        issueId: reaction.issueId,
        issue: issueChild(world, reaction.issueId),
      },
      url: comment?.url,
      type: "Reaction",
    },
  });
}

/** The reactions of a comment or an issue, grouped by emoji: an array, whatever its type in the schema says. */
export function reactionData(world: World, place: Pick<ReactionRecord, "commentId" | "issueId">): JsonObject[] {
  const reactions = [...world.state.reactions.values()].filter(
    (reaction) => reaction.commentId === place.commentId && reaction.issueId === place.issueId,
  );
  const emojis = new Set(reactions.map((reaction) => reaction.emoji));
  return [...emojis].map((emoji) => ({
    emoji,
    reactions: reactions
      .filter((reaction) => reaction.emoji === emoji)
      .map(({ id, userId, createdAt }) => ({ id, userId, reactedAt: createdAt })),
  }));
}
