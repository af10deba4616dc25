import type { InstallationRecord } from "../app-records.js";
import type { CommentRecord } from "../records.js";
import type { World } from "../world.js";
import { commentChild, issueWithDescription, userChild } from "./children.js";

export interface AppNotification {
  /** Such as `issueAssignedToYou` or `issueCommentMention`. */
  type: string;
  issueId: string | undefined;
  comment?: CommentRecord | undefined;
  actorId: string | undefined;
  reactionEmoji?: string | undefined;
}

/** Sends an AppUserNotification, which apps get beside the other events when they listen to that category too. */
export function notifyApp(world: World, installation: InstallationRecord, notification: AppNotification): void {
  const at = world.instant();
  const { comment, issueId, actorId } = notification;
  const parent = comment?.parentId === undefined ? undefined : world.state.comments.get(comment.parentId);
  world.emit({
    organizationId: installation.organizationId,
    type: "AppUserNotification",
    appId: installation.appId,
    payload: {
      type: "AppUserNotification",
      action: notification.type,
      createdAt: at,
      oauthClientId: world.state.apps.get(installation.appId)?.clientId,
      appUserId: installation.appUserId,
      notification: {
        id: world.newId(),
        createdAt: at,
        updatedAt: at,
        archivedAt: null,
        type: notification.type,
        actorId: actorId ?? null,
        externalUserActorId: null,
        userId: installation.appUserId,
        issueId,
        issue: issueWithDescription(world, issueId),
        commentId: comment?.id,
        comment: commentChild(comment),
        parentCommentId: parent?.id,
        parentComment: commentChild(parent),
        reactionEmoji: notification.reactionEmoji,
        actor: userChild(world, actorId),
      },
    },
  });
}
