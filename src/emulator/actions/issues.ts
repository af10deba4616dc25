import type { CycleRecord } from "../issue-records.js";
import type { IssueRecord, ProjectRecord, UserRecord, WorkflowStateRecord } from "../records.js";
import { rowsOf } from "../state.js";
import { issueChanged } from "../webhooks/issue-payload.js";
import type { World } from "../world.js";

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
  /** Name of a project of its own. */
  project?: string | undefined;
  cycle?: Omit<CycleRecord, "id"> | undefined;
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
  >
>;

export function createIssue(world: World, input: NewIssue): IssueRecord {
  const { state } = world;
  const team = state.teams.get(input.teamId);
  const siblings = rowsOf(state, "issues", input.organizationId).filter((issue) => issue.teamId === input.teamId);
  const number = siblings.length + 1;
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
    assigneeId: input.assigneeId,
    delegateId: undefined,
    creatorId: input.creatorId,
    parentId: input.parentId,
    project: input.project === undefined ? undefined : createProject(world, input.project, at),
    cycle: input.cycle && { id: world.newId(), ...input.cycle },
    labelIds: input.labelIds ?? [],
    createdAt: at,
    updatedAt: at,
  };
  state.issues.set(issue.id, issue);
  issueChanged(world, issue, { action: "create", actorId: input.creatorId, updatedFrom: undefined });
  return issue;
}

function createProject(world: World, name: string, at: string): ProjectRecord {
  const id = world.newId();
  return { id, name, description: "", color: "#bec2c8", slugId: id.slice(0, 12), createdAt: at, updatedAt: at };
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
  Object.assign(issue, changes, { updatedAt: world.instant() });
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
