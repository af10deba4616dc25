import type { JsonObject } from "../../util/json.js";
import type { CommentRecord } from "../records.js";
import type { World } from "../world.js";
import { commentActor, commentChild, externalUserChild, issueChild, userActor, userChild } from "./children.js";
import { reactionData } from "./reaction-payload.js";

export type CommentChange =
  | { action: "create" }
  /** `actorId`: who has deleted it; its author by default. */
  | { action: "remove"; actorId: string | undefined }
  /** `updatedFrom` holds the old values of what changed; `null` where there was none. */
  | { action: "update"; updatedFrom: JsonObject };

/** Sends a Comment event: https://linear.app/developers/webhooks */
export function commentChanged(world: World, comment: CommentRecord, change: CommentChange): void {
  world.emit({
    organizationId: comment.organizationId,
    type: "Comment",
    payload: {
      action: change.action,
      actor: (change.action === "remove" && userActor(world, change.actorId)) || commentActor(world, comment),
      createdAt: change.action === "remove" ? world.instant() : comment.updatedAt,
      data: commentData(world, comment),
      ...(change.action === "update" ? { updatedFrom: change.updatedFrom } : {}),
      url: comment.url,
      type: "Comment",
    },
  });
}

function commentData(world: World, comment: CommentRecord): JsonObject {
  const parent = comment.parentId === undefined ? undefined : world.state.comments.get(comment.parentId);
  return {
    id: comment.id,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    editedAt: comment.editedAt,
    body: comment.body,
    issueId: comment.issueId,
    issue: issueChild(world, comment.issueId),
    parentId: comment.parentId,
    parent: commentChild(parent),
    userId: comment.userId,
    user: userChild(world, comment.userId),
    externalUserId: comment.externalUserId,
    externalUser: externalUserChild(world, comment.externalUserId),
    // A string that holds JSON, unlike in GraphQL.
    botActor: comment.botActor && JSON.stringify(comment.botActor),
    quotedText: comment.quotedText,
    resolvedAt: comment.resolvedAt,
    resolvingUserId: comment.resolvingUserId,
    resolvingCommentId: comment.resolvingCommentId,
    reactionData: reactionData(world, { commentId: comment.id, issueId: undefined }),
    isArtificialAgentSessionRoot: comment.isArtificialAgentSessionRoot,
  };
}
