import type { BotActorRecord, CommentRecord, UserRecord } from "../records.js";
import { commentChanged } from "../webhooks/comment-payload.js";
import type { World } from "../world.js";
import { touchIssue } from "./issues.js";

export interface NewComment {
  id?: string | undefined;
  organizationId: string;
  issueId: string | undefined;
  parentId: string | undefined;
  body: string;
  userId: string | undefined;
  externalUserId?: string | undefined;
  botActor?: BotActorRecord | undefined;
  isArtificialAgentSessionRoot?: boolean;
  slackSynced?: boolean;
  quotedText?: string | undefined;
  createdAt?: string | undefined;
}

/** Stores a comment and tells apps of it. `postComment` is the one that also starts sessions. */
export function insertComment(world: World, input: NewComment): CommentRecord {
  const at = world.instant();
  const id = input.id ?? world.newId();
  const comment: CommentRecord = {
    id,
    organizationId: input.organizationId,
    issueId: input.issueId,
    parentId: input.parentId,
    body: input.body,
    url: `${placeOf(world, input)}#comment-${id.slice(0, 8)}`,
    userId: input.userId,
    externalUserId: input.externalUserId,
    botActor: input.botActor,
    isArtificialAgentSessionRoot: input.isArtificialAgentSessionRoot ?? false,
    slackSynced: input.slackSynced ?? false,
    quotedText: input.quotedText,
    createdAt: input.createdAt ?? at,
    updatedAt: at,
    editedAt: undefined,
    archivedAt: undefined,
    resolvedAt: undefined,
    resolvingUserId: undefined,
    resolvingCommentId: undefined,
  };
  world.state.comments.set(comment.id, comment);
  // A reply moves its root to the front of lists by change.
  const root = input.parentId === undefined ? undefined : world.state.comments.get(input.parentId);
  if (root) root.updatedAt = at;
  commentChanged(world, comment, { action: "create" });
  return comment;
}

function placeOf(world: World, comment: Pick<CommentRecord, "issueId" | "organizationId">): string {
  const issue = comment.issueId === undefined ? undefined : world.state.issues.get(comment.issueId);
  return issue?.url ?? `https://linear.app/${world.state.organizations.get(comment.organizationId)?.urlKey}`;
}

/** `editedAt` is what people see as the time of the edit; undefined leaves the comment without one. */
export function editComment(
  world: World,
  comment: CommentRecord,
  change: Pick<CommentRecord, "body" | "editedAt">,
): void {
  const updatedFrom = { body: comment.body, editedAt: comment.editedAt ?? null, updatedAt: comment.updatedAt };
  Object.assign(comment, change, { updatedAt: world.instant() });
  commentChanged(world, comment, { action: "update", updatedFrom });
}

/** `by` is who deletes it, its author by default. */
export function removeComment(world: World, comment: CommentRecord, by?: UserRecord): void {
  world.state.comments.delete(comment.id);
  for (const reply of repliesOf(world, comment.id)) world.state.comments.delete(reply.id);
  touchIssue(world, comment.issueId, world.instant());
  commentChanged(world, comment, { action: "remove", actorId: by?.id });
}

export type Resolution = Pick<CommentRecord, "resolvedAt" | "resolvingUserId" | "resolvingCommentId">;

/** Resolves a thread, or with three times `undefined` opens it again. */
export function resolveComment(world: World, comment: CommentRecord, resolution: Resolution): void {
  const updatedFrom = { resolvedAt: comment.resolvedAt ?? null, updatedAt: comment.updatedAt };
  Object.assign(comment, resolution, { updatedAt: world.instant() });
  commentChanged(world, comment, { action: "update", updatedFrom });
}

/** The replies below a root, oldest first. */
export function repliesOf(world: World, rootId: string): CommentRecord[] {
  return [...world.state.comments.values()].filter((comment) => comment.parentId === rootId);
}
