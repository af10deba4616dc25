import type { JsonObject } from "../../util/json.js";
import type { Actor } from "../actions/actor.js";
import type {
  ActivityRecord,
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from "../records.js";
import type { World } from "../world.js";
import { asObject, meets, meetsDate } from "./comparators.js";

interface FilterContext {
  world: World;
  actor: Actor;
}

type Matcher<Row> = (row: Row, condition: JsonObject, context: FilterContext) => boolean;
type Fields<Row> = Readonly<Record<string, Matcher<Row>>>;
type Listed = { id: string; createdAt: string; updatedAt?: string };

/** Whether a row meets a filter: all its fields, all of `and`, one of `or`. */
function matches<Row>(row: Row, filter: JsonObject, fields: Fields<Row>, context: FilterContext): boolean {
  const holds = (part: unknown): boolean => matches(row, asObject(part), fields, context);
  return Object.entries(filter).every(([name, condition]) => {
    if (condition === null || name === "null") return true;
    if (name === "and") return Array.isArray(condition) && condition.every(holds);
    if (name === "or") return Array.isArray(condition) && condition.some(holds);
    return fields[name]?.(row, asObject(condition), context) ?? false;
  });
}

function value<Row>(read: (row: Row, context: FilterContext) => string | number | boolean | undefined): Matcher<Row> {
  return (row, condition, context) => meets(read(row, context), condition);
}

function date<Row>(read: (row: Row) => string | undefined): Matcher<Row> {
  return (row, condition, { world }) => meetsDate(read(row), condition, world.now());
}

/** A filter on another row, which may be missing: `{ null: true }` asks for that. */
function related<Row, Other>(
  read: (row: Row, world: World) => Other | undefined,
  fields: () => Fields<Other>,
): Matcher<Row> {
  return (row, condition, context) => {
    const other = read(row, context.world);
    if (other === undefined) return condition.null === true;
    return condition.null !== true && matches(other, condition, fields(), context);
  };
}

const listed: Fields<Listed> = {
  id: value((row) => row.id),
  createdAt: date((row) => row.createdAt),
  updatedAt: date((row) => row.updatedAt ?? row.createdAt),
};

const find = <Row>(rows: ReadonlyMap<string, Row>, id: string | undefined): Row | undefined =>
  id === undefined ? undefined : rows.get(id);

const userFields: Fields<UserRecord> = {
  ...listed,
  name: value((user) => user.name),
  displayName: value((user) => user.displayName),
  email: value((user) => user.email),
  active: value((user) => user.active),
  admin: value((user) => user.admin),
  app: value((user) => user.appId !== undefined),
  isMe: value((user, { actor }) => user.id === actor.user.id),
};

const teamFields: Fields<TeamRecord> = {
  ...listed,
  key: value((team) => team.key),
  name: value((team) => team.name),
};

const labelFields: Fields<LabelRecord> = {
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

const workflowStateFields: Fields<WorkflowStateRecord> = {
  ...listed,
  name: value((state) => state.name),
  type: value((state) => state.type),
  position: value((state) => state.position),
  team: related(
    (state, world) => find(world.state.teams, state.teamId),
    () => teamFields,
  ),
};

const user = <Row>(read: (row: Row) => string | undefined): Matcher<Row> =>
  related(
    (row, world) => find(world.state.users, read(row)),
    () => userFields,
  );

const issueFields: Fields<IssueRecord> = {
  ...listed,
  number: value((issue) => issue.number),
  title: value((issue) => issue.title),
  assignee: user((issue) => issue.assigneeId),
  creator: user((issue) => issue.creatorId),
  delegate: user((issue) => issue.delegateId),
  state: related(
    (issue, world) => find(world.state.workflowStates, issue.stateId),
    () => workflowStateFields,
  ),
  team: related(
    (issue, world) => find(world.state.teams, issue.teamId),
    () => teamFields,
  ),
};

const commentFields: Fields<CommentRecord> = {
  ...listed,
  body: value((comment) => comment.body),
  user: user((comment) => comment.userId),
  issue: related(
    (comment, world) => find(world.state.issues, comment.issueId),
    () => issueFields,
  ),
  parent: related(
    (comment, world) => find(world.state.comments, comment.parentId),
    () => commentFields,
  ),
};

const activityFields: Fields<ActivityRecord> = {
  ...listed,
  type: value((activity) => activity.content.type),
  agentSessionId: value((activity) => activity.agentSessionId),
  sourceComment: related(
    (activity, world) => find(world.state.comments, activity.sourceCommentId),
    () => commentFields,
  ),
};

const attachmentFields: Fields<AttachmentRecord> = {
  ...listed,
  title: value((attachment) => attachment.title),
  url: value((attachment) => attachment.url),
};

/** Narrows a list by the `filter` argument of its noun. */
export interface Filters {
  activities(rows: readonly ActivityRecord[], filter: unknown): ActivityRecord[];
  attachments(rows: readonly AttachmentRecord[], filter: unknown): AttachmentRecord[];
  comments(rows: readonly CommentRecord[], filter: unknown): CommentRecord[];
  issues(rows: readonly IssueRecord[], filter: unknown): IssueRecord[];
  labels(rows: readonly LabelRecord[], filter: unknown): LabelRecord[];
  teams(rows: readonly TeamRecord[], filter: unknown): TeamRecord[];
  users(rows: readonly UserRecord[], filter: unknown): UserRecord[];
  workflowStates(rows: readonly WorkflowStateRecord[], filter: unknown): WorkflowStateRecord[];
}

export function createFilters(context: FilterContext): Filters {
  const by =
    <Row>(fields: Fields<Row>) =>
    (rows: readonly Row[], filter: unknown): Row[] =>
      rows.filter((row) => matches(row, asObject(filter), fields, context));
  return {
    activities: by(activityFields),
    attachments: by(attachmentFields),
    comments: by(commentFields),
    issues: by(issueFields),
    labels: by(labelFields),
    teams: by(teamFields),
    users: by(userFields),
    workflowStates: by(workflowStateFields),
  };
}
