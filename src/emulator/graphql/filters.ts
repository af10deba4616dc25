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
import type { CycleRecord, DocumentRecord, ProjectRecord, ProjectUpdateRecord } from "../work-records.js";
import { asObject } from "./comparators.js";
import { type Fields, type FilterContext, find, listed, matches, related, value } from "./filter-engine.js";
import {
  cycleFields,
  issueFields,
  labelFields,
  projectFields,
  teamFields,
  user,
  userFields,
  workflowStateFields,
} from "./filter-fields.js";

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

const documentFields: Fields<DocumentRecord> = {
  ...listed,
  title: value((document) => document.title),
  slugId: value((document) => document.slugId),
  creator: user((document) => document.creatorId),
  issue: related(
    (document, world) => find(world.state.issues, document.issueId),
    () => issueFields,
  ),
  project: related(
    (document, world) => find(world.state.projects, document.projectId),
    () => projectFields,
  ),
};

const projectUpdateFields: Fields<ProjectUpdateRecord> = {
  ...listed,
  user: user((update) => update.userId),
  project: related(
    (update, world) => find(world.state.projects, update.projectId),
    () => projectFields,
  ),
};

/** Narrows a list by the `filter` argument of its noun. */
export interface Filters {
  activities(rows: readonly ActivityRecord[], filter: unknown): ActivityRecord[];
  attachments(rows: readonly AttachmentRecord[], filter: unknown): AttachmentRecord[];
  comments(rows: readonly CommentRecord[], filter: unknown): CommentRecord[];
  cycles(rows: readonly CycleRecord[], filter: unknown): CycleRecord[];
  documents(rows: readonly DocumentRecord[], filter: unknown): DocumentRecord[];
  issues(rows: readonly IssueRecord[], filter: unknown): IssueRecord[];
  labels(rows: readonly LabelRecord[], filter: unknown): LabelRecord[];
  projects(rows: readonly ProjectRecord[], filter: unknown): ProjectRecord[];
  projectUpdates(rows: readonly ProjectUpdateRecord[], filter: unknown): ProjectUpdateRecord[];
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
    cycles: by(cycleFields),
    documents: by(documentFields),
    issues: by(issueFields),
    labels: by(labelFields),
    projects: by(projectFields),
    projectUpdates: by(projectUpdateFields),
    teams: by(teamFields),
    users: by(userFields),
    workflowStates: by(workflowStateFields),
  };
}
