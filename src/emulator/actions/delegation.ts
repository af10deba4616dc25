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

/** Takes the delegation back. The session is not told: only the notification tells it. */
export function undelegateIssue(world: World, issue: IssueRecord, by: UserRecord): void {
  const installation = world.state.installations.find(({ appUserId }) => appUserId === issue.delegateId);
  updateIssue(world, issue, { delegateId: undefined }, by);
  if (installation) {
    notifyApp(world, installation, { type: "issueUnassignedFromYou", issueId: issue.id, actorId: by.id });
  }
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
