import type { InstallationRecord } from "../app-records.js";
import type { CommentRecord, SessionRecord, SessionStatus } from "../records.js";
import type { World } from "../world.js";
import { insertComment } from "./comments.js";

/** After this long without an activity a session is stale. https://linear.app/developers/agent-best-practices */
const STALE_AFTER_MS = 30 * 60_000;

export interface NewSession {
  installation: InstallationRecord;
  issueId: string | undefined;
  commentId: string | undefined;
  sourceCommentId?: string | undefined;
  creatorId: string | undefined;
  status: SessionStatus;
}

export function insertSession(world: World, input: NewSession): SessionRecord {
  const at = world.instant();
  const issue = input.issueId === undefined ? undefined : world.state.issues.get(input.issueId);
  const session: SessionRecord = {
    id: world.newId(),
    organizationId: input.installation.organizationId,
    appId: input.installation.appId,
    appUserId: input.installation.appUserId,
    status: input.status,
    issueId: input.issueId,
    commentId: input.commentId,
    sourceCommentId: input.sourceCommentId,
    creatorId: input.creatorId,
    plan: undefined,
    externalUrls: [],
    externalLink: undefined,
    summary: undefined,
    slugId: world.newId().replaceAll("-", "").slice(0, 13),
    // Eight hexadecimal digits that are not those of the slug, as recorded.
    url: issue && `${issue.url}#agent-session-${world.newId().slice(0, 8)}`,
    createdAt: at,
    updatedAt: at,
    startedAt: undefined,
    endedAt: undefined,
    archivedAt: undefined,
    dismissedAt: undefined,
    dismissedById: undefined,
    lastActivityAt: at,
  };
  world.state.sessions.set(session.id, session);
  return session;
}

/** The comment that Linear writes to hold the thread of a session that did not start with a root comment. */
export function insertArtificialRoot(world: World, installation: InstallationRecord, issueId: string): CommentRecord {
  const app = world.state.apps.get(installation.appId);
  return insertComment(world, {
    organizationId: installation.organizationId,
    issueId,
    parentId: undefined,
    body: `This thread is for an agent session with ${app?.name}.`,
    userId: undefined,
    isArtificialAgentSessionRoot: true,
  });
}

/** The session whose thread the comment is in: the latest, where a thread has had several. */
export function sessionOfThread(
  world: World,
  comment: Pick<CommentRecord, "id" | "parentId">,
): SessionRecord | undefined {
  const rootId = comment.parentId ?? comment.id;
  return [...world.state.sessions.values()].findLast((session) => session.commentId === rootId);
}

/** The app's latest session on an issue. */
export function latestSession(world: World, appId: string, issueId: string): SessionRecord | undefined {
  return [...world.state.sessions.values()].findLast(
    (session) => session.appId === appId && session.issueId === issueId,
  );
}

/** A session's status now: one that has been waiting for the agent for 30 minutes is stale. */
export function currentStatus(session: SessionRecord, now: Date): SessionStatus {
  const isBusy = session.status === "pending" || session.status === "active";
  const silentMs = now.getTime() - Date.parse(session.lastActivityAt);
  return isBusy && silentMs >= STALE_AFTER_MS ? "stale" : session.status;
}

/** Whether the app has agent sessions at all: the webhook category and a scope switch them on. */
export function hasSessions(world: World, appId: string, scope: "app:mentionable" | "app:assignable"): boolean {
  const { events = [], scopes = [] } = world.state.apps.get(appId) ?? {};
  return events.includes("AgentSessionEvent") && scopes.includes(scope);
}
