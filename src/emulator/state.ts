import type { AppRecord, InstallationRecord, TokenRecord } from "./app-records.js";
import type {
  ActivityRecord,
  AttachmentRecord,
  CommentRecord,
  ExternalUserRecord,
  FileRecord,
  IssueRecord,
  LabelRecord,
  OrganizationRecord,
  ReactionRecord,
  SessionRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from "./records.js";
import { notFound } from "./request-error.js";
import type {
  CycleRecord,
  DocumentRecord,
  HistoryRecord,
  ProjectRecord,
  ProjectStatusRecord,
  ProjectUpdateRecord,
  RelationRecord,
  WebhookRecord,
} from "./work-records.js";

/** Everything the emulator knows, by id, oldest first. */
export interface State {
  readonly organizations: Map<string, OrganizationRecord>;
  readonly users: Map<string, UserRecord>;
  readonly teams: Map<string, TeamRecord>;
  readonly workflowStates: Map<string, WorkflowStateRecord>;
  readonly labels: Map<string, LabelRecord>;
  readonly issues: Map<string, IssueRecord>;
  readonly externalUsers: Map<string, ExternalUserRecord>;
  readonly comments: Map<string, CommentRecord>;
  readonly reactions: Map<string, ReactionRecord>;
  readonly sessions: Map<string, SessionRecord>;
  readonly activities: Map<string, ActivityRecord>;
  readonly attachments: Map<string, AttachmentRecord>;
  readonly projects: Map<string, ProjectRecord>;
  readonly projectStatuses: Map<string, ProjectStatusRecord>;
  readonly projectUpdates: Map<string, ProjectUpdateRecord>;
  readonly cycles: Map<string, CycleRecord>;
  readonly documents: Map<string, DocumentRecord>;
  readonly relations: Map<string, RelationRecord>;
  readonly history: Map<string, HistoryRecord>;
  readonly webhooks: Map<string, WebhookRecord>;
  readonly files: Map<string, FileRecord>;
  readonly apps: Map<string, AppRecord>;
  readonly installations: InstallationRecord[];
  /** By value. */
  readonly tokens: Map<string, TokenRecord>;
}

export function createState(): State {
  return {
    organizations: new Map(),
    users: new Map(),
    teams: new Map(),
    workflowStates: new Map(),
    labels: new Map(),
    issues: new Map(),
    externalUsers: new Map(),
    comments: new Map(),
    reactions: new Map(),
    sessions: new Map(),
    activities: new Map(),
    attachments: new Map(),
    projects: new Map(),
    projectStatuses: new Map(),
    projectUpdates: new Map(),
    cycles: new Map(),
    documents: new Map(),
    relations: new Map(),
    history: new Map(),
    webhooks: new Map(),
    files: new Map(),
    apps: new Map(),
    installations: [],
    tokens: new Map(),
  };
}

/** Tables whose rows belong to an organization. */
export type OwnedTable =
  | "users"
  | "teams"
  | "workflowStates"
  | "labels"
  | "issues"
  | "externalUsers"
  | "comments"
  | "reactions"
  | "sessions"
  | "activities"
  | "attachments"
  | "projects"
  | "projectStatuses"
  | "projectUpdates"
  | "cycles"
  | "documents"
  | "relations"
  | "history"
  | "webhooks";

export type RowOf<Table extends OwnedTable> = State[Table] extends Map<string, infer Row> ? Row : never;

const ENTITY_NAMES: Record<OwnedTable, string> = {
  users: "User",
  teams: "Team",
  workflowStates: "WorkflowState",
  labels: "IssueLabel",
  issues: "Issue",
  externalUsers: "ExternalUser",
  comments: "Comment",
  reactions: "Reaction",
  sessions: "AgentSession",
  activities: "AgentActivity",
  attachments: "Attachment",
  projects: "Project",
  projectStatuses: "ProjectStatus",
  projectUpdates: "ProjectUpdate",
  cycles: "Cycle",
  documents: "Document",
  relations: "IssueRelation",
  history: "IssueHistory",
  webhooks: "Webhook",
};

/** The name that Linear's errors give a row of `table`. */
export const entityName = (table: OwnedTable): string => ENTITY_NAMES[table];

/**
 * The row with this id in the organization.
 * @throws {LinearRequestError} "Entity not found", also for the rows of other organizations.
 */
export function findRow<Table extends OwnedTable>(
  state: State,
  table: Table,
  id: string,
  organizationId: string,
): RowOf<Table> {
  const rows: ReadonlyMap<string, { organizationId: string }> = state[table];
  const row = rows.get(id);
  if (row?.organizationId !== organizationId) throw notFound(ENTITY_NAMES[table]);
  return row as RowOf<Table>;
}

/** All rows of an organization, oldest first. */
export function rowsOf<Table extends OwnedTable>(state: State, table: Table, organizationId: string): RowOf<Table>[] {
  const rows: ReadonlyMap<string, { organizationId: string }> = state[table];
  return [...rows.values()].filter((row) => row.organizationId === organizationId) as RowOf<Table>[];
}

/** An issue by UUID or by identifier such as ENG-1. */
export function findIssue(state: State, idOrIdentifier: string, organizationId: string): IssueRecord {
  if (state.issues.has(idOrIdentifier)) return findRow(state, "issues", idOrIdentifier, organizationId);
  const named = rowsOf(state, "issues", organizationId).find((issue) => issue.identifier === idOrIdentifier);
  if (named === undefined) throw notFound("Issue");
  return named;
}

/** The app in this organization, while it is installed there. */
export function findInstallation(state: State, appId: string, organizationId: string): InstallationRecord | undefined {
  return state.installations.find(
    (installation) =>
      installation.active && installation.appId === appId && installation.organizationId === organizationId,
  );
}
