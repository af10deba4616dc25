/** What issues are planned with. As in `records.ts`, instants are ISO 8601 strings and `undefined` is Linear's `null`. */

export type ProjectStatusType = "backlog" | "planned" | "started" | "paused" | "completed" | "canceled";

export interface ProjectStatusRecord {
  id: string;
  organizationId: string;
  name: string;
  type: ProjectStatusType;
  color: string;
  position: number;
  createdAt: string;
}

export interface ProjectRecord {
  id: string;
  organizationId: string;
  name: string;
  description: string;
  /** The text below the description, in Markdown. */
  content: string | undefined;
  color: string;
  icon: string | undefined;
  slugId: string;
  url: string;
  statusId: string;
  /** As in issues. */
  priority: number;
  creatorId: string | undefined;
  leadId: string | undefined;
  memberIds: readonly string[];
  teamIds: readonly string[];
  /** A day such as 2026-11-27. */
  startDate: string | undefined;
  targetDate: string | undefined;
  createdAt: string;
  updatedAt: string;
  startedAt: string | undefined;
  completedAt: string | undefined;
  canceledAt: string | undefined;
  archivedAt: string | undefined;
  trashed: boolean | undefined;
}

export interface ProjectUpdateRecord {
  id: string;
  organizationId: string;
  projectId: string;
  body: string;
  health: "onTrack" | "atRisk" | "offTrack";
  userId: string;
  slugId: string;
  createdAt: string;
  updatedAt: string;
}

export interface CycleRecord {
  id: string;
  organizationId: string;
  teamId: string;
  number: number;
  name: string | undefined;
  description: string | undefined;
  startsAt: string;
  endsAt: string;
  completedAt: string | undefined;
  createdAt: string;
  updatedAt: string;
}

export interface DocumentRecord {
  id: string;
  organizationId: string;
  title: string;
  content: string | undefined;
  color: string | undefined;
  icon: string | undefined;
  slugId: string;
  url: string;
  issueId: string | undefined;
  projectId: string | undefined;
  creatorId: string;
  updatedById: string;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | undefined;
  trashed: boolean | undefined;
}

export interface RelationRecord {
  id: string;
  organizationId: string;
  type: string;
  issueId: string;
  relatedIssueId: string;
  createdAt: string;
  updatedAt: string;
}

/** Values of an issue that a change has moved, by the names that an issue has them under. */
export type IssueValues = Readonly<Record<string, unknown>>;

export interface HistoryRecord {
  id: string;
  organizationId: string;
  issueId: string;
  actorId: string | undefined;
  from: IssueValues;
  to: IssueValues;
  createdAt: string;
  updatedAt: string;
}

/** A webhook that was made through the API; those of apps are part of the app. */
export interface WebhookRecord {
  id: string;
  organizationId: string;
  label: string | undefined;
  url: string;
  secret: string;
  enabled: boolean;
  resourceTypes: readonly string[];
  /** Undefined for all public teams. */
  teamId: string | undefined;
  creatorId: string;
  createdAt: string;
  updatedAt: string;
}
