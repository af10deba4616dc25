import type { ActivityContent, ActivityRecord, ActivityType, SessionRecord, SessionStatus } from "../records.js";
import { sessionPrompted } from "../webhooks/session-payload.js";
import type { World } from "../world.js";
import { insertComment } from "./comments.js";
import { touchIssue } from "./issues.js";

// A session's state is that of its last activity: https://linear.app/developers/agent-interaction
const STATUS_AFTER: Record<ActivityType, SessionStatus> = {
  thought: "active",
  action: "active",
  prompt: "active",
  elicitation: "awaitingInput",
  response: "complete",
  error: "error",
};

/** The types that Linear shows as a comment of the app user. */
const VISIBLE: readonly ActivityType[] = ["response", "elicitation", "error"];

export interface NewActivity {
  id?: string | undefined;
  content: ActivityContent;
  ephemeral: boolean;
  signal: string | undefined;
  signalMetadata: unknown;
}

/** What the agent says or does. */
export function addAgentActivity(world: World, session: SessionRecord, input: NewActivity): ActivityRecord {
  archiveEphemeral(world, session);
  const commentId = VISIBLE.includes(input.content.type) ? showAsComment(world, session, input.content) : undefined;
  const isNamed = input.content.type === "response" && world.options.sourceCommentOnActivities;
  const activity = insertActivity(world, session, {
    ...input,
    userId: session.appUserId,
    sourceCommentId: isNamed ? commentId : undefined,
  });
  session.startedAt ??= activity.createdAt;
  touchIssue(world, session.issueId, activity.createdAt);
  return activity;
}

/** What a person says to the agent, or with `signal: "stop"` and an empty body that it shall stop. */
export function addPrompt(
  world: World,
  session: SessionRecord,
  input: {
    id?: string | undefined;
    body: string;
    userId: string;
    signal?: "stop";
    sourceCommentId?: string | undefined;
  },
): ActivityRecord {
  const activity = insertActivity(world, session, {
    id: input.id,
    content: { type: "prompt", body: input.body },
    ephemeral: false,
    signal: input.signal,
    signalMetadata: undefined,
    userId: input.userId,
    sourceCommentId: input.sourceCommentId,
  });
  sessionPrompted(world, session, activity);
  return activity;
}

function insertActivity(
  world: World,
  session: SessionRecord,
  input: NewActivity & Pick<ActivityRecord, "userId" | "sourceCommentId">,
): ActivityRecord {
  const at = world.instant();
  const activity: ActivityRecord = {
    ...input,
    id: input.id ?? world.newId(),
    organizationId: session.organizationId,
    agentSessionId: session.id,
    createdAt: at,
    updatedAt: at,
    archivedAt: undefined,
  };
  world.state.activities.set(activity.id, activity);
  moveOn(session, STATUS_AFTER[input.content.type], at);
  return activity;
}

/** `endedAt` and `updatedAt` stay at the first completion, also after a prompt has reopened the session. */
function moveOn(session: SessionRecord, status: SessionStatus, at: string): void {
  session.status = status;
  session.lastActivityAt = at;
  if (session.endedAt !== undefined) return;
  session.updatedAt = at;
  if (status === "complete") session.endedAt = at;
}

/** An ephemeral activity vanishes with the agent's next one. */
function archiveEphemeral(world: World, session: SessionRecord): void {
  for (const activity of world.state.activities.values()) {
    if (activity.agentSessionId === session.id && activity.ephemeral) activity.archivedAt ??= world.instant();
  }
}

/** A session without a thread gets one by its first comment; one that is not on an issue has nowhere to show it. */
function showAsComment(world: World, session: SessionRecord, content: ActivityContent): string | undefined {
  const root = session.commentId === undefined ? undefined : world.state.comments.get(session.commentId);
  if (session.issueId === undefined && root === undefined) return undefined;
  const comment = insertComment(world, {
    organizationId: session.organizationId,
    issueId: session.issueId,
    parentId: root?.id,
    body: content.body ?? "",
    userId: session.appUserId,
  });
  if (root === undefined) session.commentId = comment.id;
  return comment.id;
}
