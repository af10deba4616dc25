import type { IssueRecord, UserRecord, WorkflowStateRecord } from "../records.js";
import { rowsOf } from "../state.js";
import { issueChanged } from "../webhooks/issue-payload.js";
import type { World } from "../world.js";
import { recordHistory } from "./history.js";

export interface NewIssue {
  id?: string | undefined;
  organizationId: string;
  teamId: string;
  title: string;
  description: string | undefined;
  creatorId: string | undefined;
  stateId?: string | undefined;
  assigneeId?: string | undefined;
  parentId?: string | undefined;
  labelIds?: readonly string[] | undefined;
  projectId?: string | undefined;
  cycleId?: string | undefined;
  dueDate?: string | undefined;
  subscriberIds?: readonly string[] | undefined;
  sharedWithIds?: readonly string[] | undefined;
  priority?: number | undefined;
  estimate?: number | undefined;
}

/** What an update may change. Absent keys stay as they are; `undefined` empties a field. */
export type IssueChanges = Partial<
  Pick<
    IssueRecord,
    | "title"
    | "description"
    | "stateId"
    | "assigneeId"
    | "delegateId"
    | "parentId"
    | "labelIds"
    | "priority"
    | "estimate"
    | "projectId"
    | "cycleId"
    | "dueDate"
    | "subscriberIds"
    | "archivedAt"
    | "trashed"
  >
>;

export function createIssue(world: World, input: NewIssue): IssueRecord {
  const { state } = world;
  const team = state.teams.get(input.teamId);
  const siblings = rowsOf(state, "issues", input.organizationId).filter((issue) => issue.teamId === input.teamId);
  const number = Math.max(0, ...siblings.map((issue) => issue.number)) + 1;
  const identifier = `${team?.key}-${number}`;
  const at = world.instant();
  const issue: IssueRecord = {
    id: input.id ?? world.newId(),
    organizationId: input.organizationId,
    teamId: input.teamId,
    number,
    identifier,
    title: input.title,
    description: input.description,
    url: `https://linear.app/${state.organizations.get(input.organizationId)?.urlKey}/issue/${identifier}/${slug(input.title)}`,
    priority: input.priority ?? 0,
    estimate: input.estimate,
    stateId: input.stateId ?? firstState(world, input.teamId).id,
    ...stampsOf(world, input.stateId, at, undefined),
    assigneeId: input.assigneeId,
    delegateId: undefined,
    creatorId: input.creatorId,
    parentId: input.parentId,
    projectId: input.projectId,
    cycleId: input.cycleId,
    dueDate: input.dueDate,
    labelIds: input.labelIds ?? [],
    subscriberIds: input.subscriberIds ?? (input.creatorId === undefined ? [] : [input.creatorId]),
    sharedWithIds: input.sharedWithIds ?? [],
    createdAt: at,
    updatedAt: at,
    archivedAt: undefined,
    trashed: undefined,
  };
  state.issues.set(issue.id, issue);
  issueChanged(world, issue, { action: "create", actorId: input.creatorId, updatedFrom: undefined });
  return issue;
}

/** When work on an issue in this state has begun and ended; the backlog takes both back. */
function stampsOf(
  world: World,
  stateId: string | undefined,
  at: string,
  startedAt: string | undefined,
): Pick<IssueRecord, "startedAt" | "completedAt" | "canceledAt"> {
  const type = stateId === undefined ? undefined : world.state.workflowStates.get(stateId)?.type;
  const isOver = type === "canceled" || type === "duplicate";
  return {
    startedAt: type === "started" || type === "completed" ? (startedAt ?? at) : undefined,
    completedAt: type === "completed" ? at : undefined,
    canceledAt: isOver ? at : undefined,
  };
}

/** Changes fields and tells apps their old values. Delegation is `delegateIssue`, which also opens the session. */
export function updateIssue(world: World, issue: IssueRecord, changes: IssueChanges, by: UserRecord | undefined): void {
  const updatedFrom = Object.fromEntries(
    Object.keys(changes)
      .filter((key) => issue[key as keyof IssueChanges] !== changes[key as keyof IssueChanges])
      .map((key) => [key, issue[key as keyof IssueChanges] ?? null]),
  );
  if (Object.keys(updatedFrom).length === 0) return;
  const previous = issue.updatedAt;
  const at = world.instant();
  const stamps = changes.stateId === undefined ? {} : stampsOf(world, changes.stateId, at, issue.startedAt);
  recordHistory(world, issue, changes, by);
  Object.assign(issue, changes, stamps, { updatedAt: at });
  issueChanged(world, issue, {
    action: "update",
    actorId: by?.id,
    updatedFrom: { ...updatedFrom, updatedAt: previous },
  });
}

/** A person's prompt leaves `issue.updatedAt` alone; comments and agent activities move it. */
export function touchIssue(world: World, issueId: string | undefined, at: string): void {
  const issue = issueId === undefined ? undefined : world.state.issues.get(issueId);
  if (issue) issue.updatedAt = at;
}

function firstState(world: World, teamId: string): WorkflowStateRecord {
  const backlog = [...world.state.workflowStates.values()].find((state) => state.teamId === teamId);
  if (backlog === undefined) throw new Error(`The emulator's team ${teamId} has no workflow`);
  return backlog;
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
