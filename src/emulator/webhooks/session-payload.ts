import type { JsonObject } from "../../util/json.js";
import type { ActivityRecord, CommentRecord, SessionRecord } from "../records.js";
import type { World } from "../world.js";
import { commentChild, issueWithDescription, userChild } from "./children.js";
import { buildPromptContext } from "./prompt-context.js";

/** Sends the `created` event of a session. `previousComments` is undefined where Linear sends null. */
export function sessionCreated(
  world: World,
  session: SessionRecord,
  input: { previousComments: readonly CommentRecord[] | undefined; prompt?: string },
): void {
  emitSessionEvent(world, session, {
    action: "created",
    guidance: null,
    previousComments: input.previousComments?.map(commentChild) ?? null,
    promptContext: buildPromptContext(world, session, input.prompt),
  });
}

/** Sends the `prompted` event of a session. */
export function sessionPrompted(world: World, session: SessionRecord, activity: ActivityRecord): void {
  emitSessionEvent(world, session, {
    action: "prompted",
    agentActivity: {
      id: activity.id,
      createdAt: activity.createdAt,
      updatedAt: activity.updatedAt,
      archivedAt: null,
      agentSessionId: session.id,
      content: activity.content,
      signal: activity.signal ?? null,
      signalMetadata: null,
      sourceCommentId: activity.sourceCommentId ?? null,
      userId: activity.userId,
      user: userChild(world, activity.userId),
    },
  });
}

function emitSessionEvent(world: World, session: SessionRecord, event: JsonObject): void {
  world.emit({
    organizationId: session.organizationId,
    type: "AgentSessionEvent",
    appId: session.appId,
    payload: {
      type: "AgentSessionEvent",
      createdAt: world.instant(),
      oauthClientId: world.state.apps.get(session.appId)?.clientId,
      appUserId: session.appUserId,
      agentSession: sessionData(world, session),
      ...event,
    },
  });
}

// The keys of a delivery recorded in August 2026, nulls included. An automation's session has no `creator` at all.
function sessionData(world: World, session: SessionRecord): JsonObject {
  const comment = session.commentId === undefined ? undefined : world.state.comments.get(session.commentId);
  return {
    id: session.id,
    createdAt: session.createdAt,
    updatedAt: session.updatedAt,
    archivedAt: session.archivedAt ?? null,
    creatorId: session.creatorId,
    appUserId: session.appUserId,
    commentId: session.commentId ?? null,
    sourceCommentId: session.sourceCommentId ?? null,
    issueId: session.issueId ?? null,
    pullRequestId: null,
    slugId: session.slugId,
    status: session.status,
    startedAt: session.startedAt ?? null,
    endedAt: session.endedAt ?? null,
    dismissedAt: session.dismissedAt ?? null,
    dismissedById: session.dismissedById ?? null,
    externalLink: session.externalLink ?? null,
    summary: session.summary ?? null,
    sourceMetadata: null,
    plan: session.plan ?? null,
    workspaceDiff: null,
    context: [],
    url: session.url ?? null,
    externalUrls: session.externalUrls,
    organizationId: session.organizationId,
    creator: userChild(world, session.creatorId),
    comment: commentChild(comment),
    issue: issueWithDescription(world, session.issueId),
  };
}
