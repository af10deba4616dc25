import type { InstallationRecord } from "../app-records.js";
import type { IssueRecord, SessionRecord, UserRecord } from "../records.js";
import { notifyApp } from "../webhooks/notification-payload.js";
import { sessionCreated } from "../webhooks/session-payload.js";
import type { World } from "../world.js";
import { updateIssue } from "./issues.js";
import { hasSessions, insertArtificialRoot, insertSession, latestSession } from "./sessions.js";

/**
 * Makes the app the issue's delegate, by a person or (`by` undefined) an automation. Gives the session that this opens,
 * or the one that is there when the app was the delegate before; undefined for an app without sessions.
 */
export function delegateIssue(
  world: World,
  issue: IssueRecord,
  installation: InstallationRecord,
  by: UserRecord | undefined,
): SessionRecord | undefined {
  const { appId, appUserId } = installation;
  if (issue.delegateId === appUserId) return latestSession(world, appId, issue.id);
  // Linear opens the session before it updates the issue.
  const session = hasSessions(world, appId, "app:assignable")
    ? openAnchoredSession(world, installation, issue, by)
    : undefined;
  // A person who delegates an unassigned issue becomes its assignee.
  const assigneeId = issue.assigneeId ?? (by?.appId === undefined ? by?.id : undefined);
  updateIssue(world, issue, { delegateId: appUserId, assigneeId }, by);
  notifyApp(world, installation, { type: "issueAssignedToYou", issueId: issue.id, actorId: by?.id });
  return session;
}

/** Takes the delegation back. No session event tells it; a session that waits for an answer is archived. */
export function undelegateIssue(world: World, issue: IssueRecord, by: UserRecord): void {
  const installation = world.state.installations.find(({ appUserId }) => appUserId === issue.delegateId);
  updateIssue(world, issue, { delegateId: undefined }, by);
  if (installation) {
    archiveWaiting(world, issue, installation);
    notifyApp(world, installation, { type: "issueUnassignedFromYou", issueId: issue.id, actorId: by.id });
  }
}

function archiveWaiting(world: World, issue: IssueRecord, { appUserId }: InstallationRecord): void {
  for (const session of world.state.sessions.values()) {
    const isWaiting = session.status === "awaitingInput" && session.appUserId === appUserId;
    if (isWaiting && session.issueId === issue.id) session.archivedAt ??= world.instant();
  }
}

/** A person has done with a session: the app loses the issue with it, where it was the delegate. */
export function dismissSession(world: World, session: SessionRecord, by: UserRecord): void {
  Object.assign(session, { dismissedAt: world.instant(), dismissedById: by.id });
  const issue = session.issueId === undefined ? undefined : world.state.issues.get(session.issueId);
  if (issue?.delegateId === session.appUserId) undelegateIssue(world, issue, by);
}

/** Opens a session on an issue with a thread of its own: after a delegation or a mention in the description. */
export function openAnchoredSession(
  world: World,
  installation: InstallationRecord,
  issue: IssueRecord,
  by: UserRecord | undefined,
): SessionRecord {
  const root = insertArtificialRoot(world, installation, issue.id);
  const session = insertSession(world, {
    installation,
    issueId: issue.id,
    commentId: root.id,
    creatorId: by?.id,
    status: "pending",
  });
  sessionCreated(world, session, { previousComments: undefined });
  return session;
}
