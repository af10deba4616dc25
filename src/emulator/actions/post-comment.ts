import type { InstallationRecord } from "../app-records.js";
import type { CommentRecord, SessionRecord, UserRecord } from "../records.js";
import { notifyApp } from "../webhooks/notification-payload.js";
import { sessionCreated } from "../webhooks/session-payload.js";
import type { World } from "../world.js";
import { addPrompt } from "./activities.js";
import { insertComment, type NewComment } from "./comments.js";
import { touchIssue } from "./issues.js";
import { hasSessions, insertArtificialRoot, insertSession, latestSession, sessionOfThread } from "./sessions.js";

/** How a text can mention: people type `@name` in Linear's editor, through the API only profile URLs count. */
export type MentionStyle = "typed" | "url";

/**
 * Writes a comment with all that follows from it: in a session's thread it is a prompt, and a mention of an app opens
 * a session.
 */
export function postComment(world: World, input: NewComment, style: MentionStyle): CommentRecord {
  const comment = insertComment(world, input);
  const author = input.userId === undefined ? undefined : world.state.users.get(input.userId);
  const prompted = author && promptThread(world, comment, author);
  if (prompted === undefined) touchIssue(world, comment.issueId, comment.createdAt);
  if (author) {
    for (const installation of mentionedApps(world, comment, author, style)) {
      if (installation.appId !== prompted?.appId) onMention(world, comment, author, installation);
    }
  }
  return comment;
}

function promptThread(world: World, comment: CommentRecord, author: UserRecord): SessionRecord | undefined {
  const session = comment.parentId === undefined ? undefined : sessionOfThread(world, comment);
  if (session === undefined || author.appId === session.appId) return undefined;
  addPrompt(world, session, { body: comment.body, userId: author.id, sourceCommentId: comment.id });
  return session;
}

function mentionedApps(
  world: World,
  comment: CommentRecord,
  author: UserRecord,
  style: MentionStyle,
): InstallationRecord[] {
  return world.state.installations.filter((installation) => {
    const appUser = world.state.users.get(installation.appUserId);
    return (
      installation.active &&
      installation.organizationId === comment.organizationId &&
      appUser !== undefined &&
      appUser.id !== author.id &&
      mentions(comment.body, appUser, style)
    );
  });
}

function mentions(body: string, user: UserRecord, style: MentionStyle): boolean {
  const targets = style === "typed" ? [`@${user.displayName}`, user.url] : [user.url];
  return targets.some((target) => new RegExp(`(?:^|\\W)${escapeRegExp(target)}(?![\\w-])`, "i").test(body));
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function onMention(world: World, comment: CommentRecord, author: UserRecord, installation: InstallationRecord): void {
  notifyApp(world, installation, {
    type: "issueCommentMention",
    issueId: comment.issueId,
    comment,
    actorId: author.id,
  });
  if (!hasSessions(world, installation.appId, "app:mentionable")) return;
  const latest =
    world.options.mentionsContinueSessions && comment.issueId !== undefined
      ? latestSession(world, installation.appId, comment.issueId)
      : undefined;
  if (latest) {
    addPrompt(world, latest, { body: comment.body, userId: author.id, sourceCommentId: comment.id });
    return;
  }
  openMentionSession(world, comment, author, installation);
}

/** A root comment becomes the session's thread; a reply gets a new thread with an artificial root. */
function openMentionSession(
  world: World,
  comment: CommentRecord,
  author: UserRecord,
  installation: InstallationRecord,
): void {
  const { parentId, issueId } = comment;
  const needsRoot = parentId !== undefined && issueId !== undefined;
  const root = needsRoot ? insertArtificialRoot(world, installation, issueId) : comment;
  const session = insertSession(world, {
    installation,
    issueId,
    commentId: root.id,
    sourceCommentId: needsRoot ? comment.id : undefined,
    creatorId: author.id,
    status: "pending",
  });
  sessionCreated(world, session, { previousComments: needsRoot ? threadOf(world, parentId) : [comment] });
}

function threadOf(world: World, rootId: string): CommentRecord[] {
  return [...world.state.comments.values()].filter((comment) => comment.id === rootId || comment.parentId === rootId);
}
