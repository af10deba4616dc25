import { currentStatus } from "../actions/sessions.js";
import type { EmulatedSession } from "../emulated.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { SessionRecord } from "../records.js";
import type { World } from "../world.js";
import { find, findIssueOf } from "./find.js";

type Reading = Pick<
  LinearEmulator,
  | "comments"
  | "sessions"
  | "session"
  | "activities"
  | "reactions"
  | "issue"
  | "issues"
  | "workflowStates"
  | "labels"
  | "attachments"
  | "users"
>;

/** What is there, as copies: changing them changes nothing. */
export function createReading(world: World): Reading {
  const { state } = world;
  const describeSession = (session: SessionRecord): EmulatedSession => ({
    ...structuredClone(session),
    status: currentStatus(session, world.now()),
  });

  return {
    comments: ({ issue, by } = {}) => {
      const issueId = issue === undefined ? undefined : findIssueOf(world, issue).id;
      const userId = by === undefined ? undefined : find(world, "users", by).id;
      const comments = [...state.comments.values()].filter(
        (comment) =>
          (issueId === undefined || comment.issueId === issueId) && (userId === undefined || comment.userId === userId),
      );
      return structuredClone(comments);
    },
    sessions: () => [...state.sessions.values()].map(describeSession),
    session: (session) => describeSession(find(world, "sessions", session)),
    activities: (ref, { includeArchived = false } = {}) => {
      const session = find(world, "sessions", ref);
      const activities = [...state.activities.values()].filter(
        (activity) => activity.agentSessionId === session.id && (includeArchived || activity.archivedAt === undefined),
      );
      return structuredClone(activities);
    },
    reactions: (ref) => {
      const comment = find(world, "comments", ref);
      return structuredClone([...state.reactions.values()].filter((reaction) => reaction.commentId === comment.id));
    },
    issue: (issue) => structuredClone(findIssueOf(world, issue)),
    issues: ({ parent } = {}) => {
      const parentId = parent === undefined ? undefined : findIssueOf(world, parent).id;
      const issues = [...state.issues.values()];
      return structuredClone(parent === undefined ? issues : issues.filter((issue) => issue.parentId === parentId));
    },
    workflowStates: (team) => {
      const [first] = state.teams.values();
      const teamId = team === undefined ? first?.id : find(world, "teams", team).id;
      return structuredClone([...state.workflowStates.values()].filter((row) => row.teamId === teamId));
    },
    labels: () => structuredClone([...state.labels.values()]),
    attachments: (ref) => {
      const issue = findIssueOf(world, ref);
      return structuredClone([...state.attachments.values()].filter(({ issueId }) => issueId === issue.id));
    },
    users: () => structuredClone([...state.users.values()]),
  };
}
