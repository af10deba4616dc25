/**
 * What the emulator holds. Instants are ISO 8601 strings as Linear sends them; `undefined` is Linear's `null`.
 * Snapshots handed out by the driver have these shapes too.
 */

export interface OrganizationRecord {
  id: string;
  name: string;
  /** The part of URLs that names the workspace. */
  urlKey: string;
  createdAt: string;
}

export interface UserRecord {
  id: string;
  organizationId: string;
  /** The app whose app user this is; undefined for a person. */
  appId: string | undefined;
  name: string;
  /** The @handle. */
  displayName: string;
  email: string;
  /** Profile URL: writing it in a text mentions the user. */
  url: string;
  admin: boolean;
  active: boolean;
  createdAt: string;
}

export interface TeamRecord {
  id: string;
  organizationId: string;
  /** First half of issue identifiers. */
  key: string;
  name: string;
  description: string | undefined;
  color: string | undefined;
  icon: string | undefined;
  visibility: "private" | "public" | "restricted";
  createdAt: string;
}

export interface WorkflowStateRecord {
  id: string;
  organizationId: string;
  teamId: string;
  name: string;
  type: "triage" | "backlog" | "unstarted" | "started" | "completed" | "canceled" | "duplicate";
  color: string;
  description: string | undefined;
  position: number;
  createdAt: string;
}

export interface LabelRecord {
  id: string;
  organizationId: string;
  /** Undefined for a label of the whole workspace. */
  teamId: string | undefined;
  /** The group that it is in: an issue has one label of a group at most. */
  parentId: string | undefined;
  /** A group is no label of issues itself. */
  isGroup: boolean;
  name: string;
  color: string;
  description: string | undefined;
  creatorId: string | undefined;
  createdAt: string;
}

export interface IssueRecord {
  id: string;
  organizationId: string;
  teamId: string;
  number: number;
  /** Such as ENG-1. */
  identifier: string;
  title: string;
  description: string | undefined;
  url: string;
  priority: number;
  estimate: number | undefined;
  stateId: string;
  assigneeId: string | undefined;
  delegateId: string | undefined;
  creatorId: string | undefined;
  parentId: string | undefined;
  projectId: string | undefined;
  cycleId: string | undefined;
  /** A day such as 2026-11-27. */
  dueDate: string | undefined;
  labelIds: readonly string[];
  subscriberIds: readonly string[];
  /** Whom it is shared with who cannot see its team. */
  sharedWithIds: readonly string[];
  createdAt: string;
  updatedAt: string;
  startedAt: string | undefined;
  completedAt: string | undefined;
  canceledAt: string | undefined;
  archivedAt: string | undefined;
  trashed: boolean | undefined;
}

/** A person of another product, such as a Slack user whose messages are synced. */
export interface ExternalUserRecord {
  id: string;
  organizationId: string;
  name: string;
  createdAt: string;
}

/** An integration, or an app that wrote under another name. */
export interface BotActorRecord {
  id: string | undefined;
  type: string;
  name: string;
  userDisplayName: string | undefined;
  avatarUrl: string | undefined;
}

export interface CommentRecord {
  id: string;
  organizationId: string;
  /** Undefined on documents, projects and updates. */
  issueId: string | undefined;
  /** Undefined for a root. */
  parentId: string | undefined;
  body: string;
  url: string;
  userId: string | undefined;
  externalUserId: string | undefined;
  botActor: BotActorRecord | undefined;
  /** Written by Linear to hold a session's thread. */
  isArtificialAgentSessionRoot: boolean;
  /** The thread is mirrored in Slack. */
  slackSynced: boolean;
  quotedText: string | undefined;
  createdAt: string;
  updatedAt: string;
  editedAt: string | undefined;
  archivedAt: string | undefined;
  resolvedAt: string | undefined;
  resolvingUserId: string | undefined;
  resolvingCommentId: string | undefined;
}

export interface ReactionRecord {
  id: string;
  organizationId: string;
  commentId: string | undefined;
  issueId: string | undefined;
  /** Linear's name of it, without colons. */
  emoji: string;
  userId: string;
  createdAt: string;
}

export type SessionStatus = "pending" | "active" | "awaitingInput" | "complete" | "error" | "stale";

export interface ExternalUrl {
  label: string;
  url: string;
}

export interface SessionRecord {
  id: string;
  organizationId: string;
  appId: string;
  appUserId: string;
  status: SessionStatus;
  issueId: string | undefined;
  /** Root of the session's thread. */
  commentId: string | undefined;
  /** The comment of another thread that it was started from. */
  sourceCommentId: string | undefined;
  /** Undefined when an automation or another agent started it. */
  creatorId: string | undefined;
  plan: readonly { content: string; status: string }[] | undefined;
  externalUrls: readonly ExternalUrl[];
  externalLink: string | undefined;
  summary: string | undefined;
  slugId: string;
  /** Undefined without an issue. */
  url: string | undefined;
  createdAt: string;
  updatedAt: string;
  startedAt: string | undefined;
  endedAt: string | undefined;
  archivedAt: string | undefined;
  /** When a person has dismissed it, and who. */
  dismissedAt: string | undefined;
  dismissedById: string | undefined;
  /** When a person or the agent last did something, for the 30 minutes after which a session is stale. */
  lastActivityAt: string;
}

export type ActivityType = "action" | "elicitation" | "error" | "prompt" | "response" | "thought";

export interface ActivityContent {
  type: ActivityType;
  /** Of all types but `action`. */
  body?: string;
  action?: string;
  parameter?: string;
  result?: string;
}

export interface ActivityRecord {
  id: string;
  organizationId: string;
  agentSessionId: string;
  content: ActivityContent;
  ephemeral: boolean;
  signal: string | undefined;
  signalMetadata: unknown;
  userId: string;
  /** The comment that shows it. */
  sourceCommentId: string | undefined;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | undefined;
}

export interface AttachmentRecord {
  id: string;
  organizationId: string;
  issueId: string;
  title: string;
  subtitle: string | undefined;
  url: string;
  metadata: unknown;
  creatorId: string;
  createdAt: string;
  updatedAt: string;
}

export interface FileRecord {
  id: string;
  organizationId: string;
  filename: string;
  contentType: string;
  /** In bytes. */
  size: number;
  isPublic: boolean;
  /** Undefined until it has been uploaded. */
  bytes: Uint8Array | undefined;
}
