import { phaseOf } from "../actions/cycles.js";
import type { IssueRecord, LabelRecord, TeamRecord, UserRecord, WorkflowStateRecord } from "../records.js";
import type { CycleRecord, ProjectRecord, ProjectStatusRecord } from "../work-records.js";
import { collection, date, type Fields, find, listed, type Matcher, related, value } from "./filter-engine.js";

export const userFields: Fields<UserRecord> = {
  ...listed,
  name: value((user) => user.name),
  displayName: value((user) => user.displayName),
  email: value((user) => user.email),
  active: value((user) => user.active),
  admin: value((user) => user.admin),
  app: value((user) => user.appId !== undefined),
  isMe: value((user, { actor }) => user.id === actor.user.id),
};

export const teamFields: Fields<TeamRecord> = {
  ...listed,
  key: value((team) => team.key),
  name: value((team) => team.name),
};

export const labelFields: Fields<LabelRecord> = {
  ...listed,
  name: value((label) => label.name),
  isGroup: value((label) => label.isGroup),
  parent: related(
    (label, world) => find(world.state.labels, label.parentId),
    () => labelFields,
  ),
  team: related(
    (label, world) => find(world.state.teams, label.teamId),
    () => teamFields,
  ),
};

export const workflowStateFields: Fields<WorkflowStateRecord> = {
  ...listed,
  name: value((state) => state.name),
  type: value((state) => state.type),
  position: value((state) => state.position),
  team: related(
    (state, world) => find(world.state.teams, state.teamId),
    () => teamFields,
  ),
};

export const user = <Row>(read: (row: Row) => string | undefined): Matcher<Row> =>
  related(
    (row, world) => find(world.state.users, read(row)),
    () => userFields,
  );

const projectStatusFields: Fields<ProjectStatusRecord> = {
  ...listed,
  name: value((status) => status.name),
  type: value((status) => status.type),
};

export const projectFields: Fields<ProjectRecord> = {
  ...listed,
  name: value((project) => project.name),
  slugId: value((project) => project.slugId),
  priority: value((project) => project.priority),
  creator: user((project) => project.creatorId),
  lead: user((project) => project.leadId),
  status: related(
    (project, world) => find(world.state.projectStatuses, project.statusId),
    () => projectStatusFields,
  ),
};

export const cycleFields: Fields<CycleRecord> = {
  ...listed,
  number: value((cycle) => cycle.number),
  name: value((cycle) => cycle.name),
  startsAt: date((cycle) => cycle.startsAt),
  endsAt: date((cycle) => cycle.endsAt),
  isActive: value((cycle, { world }) => phaseOf(cycle, world.now()) === "active"),
  isFuture: value((cycle, { world }) => phaseOf(cycle, world.now()) === "future"),
  isPast: value((cycle, { world }) => phaseOf(cycle, world.now()) === "past"),
  team: related(
    (cycle, world) => find(world.state.teams, cycle.teamId),
    () => teamFields,
  ),
};

export const issueFields: Fields<IssueRecord> = {
  ...listed,
  number: value((issue) => issue.number),
  title: value((issue) => issue.title),
  assignee: user((issue) => issue.assigneeId),
  creator: user((issue) => issue.creatorId),
  delegate: user((issue) => issue.delegateId),
  description: value((issue) => issue.description),
  priority: value((issue) => issue.priority),
  estimate: value((issue) => issue.estimate),
  dueDate: date((issue) => issue.dueDate),
  startedAt: date((issue) => issue.startedAt),
  completedAt: date((issue) => issue.completedAt),
  canceledAt: date((issue) => issue.canceledAt),
  parent: related(
    (issue, world) => find(world.state.issues, issue.parentId),
    () => issueFields,
  ),
  children: collection(
    (issue, world) => [...world.state.issues.values()].filter(({ parentId }) => parentId === issue.id),
    () => issueFields,
  ),
  labels: collection(
    (issue, world) => issue.labelIds.flatMap((id) => world.state.labels.get(id) ?? []),
    () => labelFields,
  ),
  subscribers: collection(
    (issue, world) => issue.subscriberIds.flatMap((id) => world.state.users.get(id) ?? []),
    () => userFields,
  ),
  project: related(
    (issue, world) => find(world.state.projects, issue.projectId),
    () => projectFields,
  ),
  cycle: related(
    (issue, world) => find(world.state.cycles, issue.cycleId),
    () => cycleFields,
  ),
  state: related(
    (issue, world) => find(world.state.workflowStates, issue.stateId),
    () => workflowStateFields,
  ),
  team: related(
    (issue, world) => find(world.state.teams, issue.teamId),
    () => teamFields,
  ),
};
