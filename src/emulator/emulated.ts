import type { AppRecord } from "./app-records.js";
import type { BotMode } from "./options.js";
import type {
  ActivityRecord,
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  OrganizationRecord,
  ReactionRecord,
  SessionRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from "./records.js";

/** A person, or the user that an app acts as. */
export type EmulatedUser = Readonly<UserRecord>;
/** An issue as it stands in the emulated Linear at the moment of the call. */
export type EmulatedIssue = Readonly<IssueRecord>;
/** A comment on an issue, with the Markdown that was posted. */
export type EmulatedComment = Readonly<CommentRecord>;
/** One reaction of one user to a comment. */
export type EmulatedReaction = Readonly<ReactionRecord>;
/** An agent session with its status, plan and links. Its activities are read with `activities`. */
export type EmulatedSession = Readonly<SessionRecord>;
/** One entry of an agent session: a prompt, thought, action, question, response or error. */
export type EmulatedActivity = Readonly<ActivityRecord>;
/** An OAuth app with its credentials and its webhook. */
export type EmulatedApp = Readonly<AppRecord>;
/** A team of an organization. */
export type EmulatedTeam = Readonly<TeamRecord>;
/** A state that issues of a team can be in. */
export type EmulatedWorkflowState = Readonly<WorkflowStateRecord>;
/** A label of a team or of the whole organization. */
export type EmulatedLabel = Readonly<LabelRecord>;
/** A link on an issue. */
export type EmulatedAttachment = Readonly<AttachmentRecord>;

/** A file that Linear keeps. */
export interface EmulatedFile {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** What stands in a text that shows or links it. */
  readonly url: string;
  /** Its bytes; undefined until they are uploaded. */
  readonly content: Uint8Array | undefined;
}

/** An organization (a workspace) with its first team and its people. */
export interface EmulatedOrganization extends Readonly<OrganizationRecord> {
  /** The first app's user here: the author of what the app writes. */
  readonly appUserId: string;
  readonly teamId: string;
  readonly people: readonly EmulatedUser[];
}

/** An entity, or its id. */
export type Ref = string | { readonly id: string };

/** What an OAuth installation yields. */
export interface EmulatedInstallation {
  accessToken: string;
  refreshToken: string;
  /** In seconds. */
  expiresIn: number;
  scopes: readonly string[];
  organizationId: string;
  appUserId: string;
}

/** What `createLinearAdapter` needs to speak to the emulator as one of its apps. */
export interface EmulatedAdapterOptions {
  apiUrl: string;
  webhookSecret: string;
  clientCredentials: { clientId: string; clientSecret: string };
  /** By the webhook categories of the app. */
  mode: BotMode;
  /** A handler that says nothing is told so at once: a test need not wait for a job that may still speak. */
  silentResponseAfterMs: 0;
}

/** A comment to be written by somebody. */
export interface CommentInput {
  issue: Ref;
  body: string;
  /** Default Ada. Not used with `externalUser` and `botActor`. */
  by?: Ref;
  /** A comment of the thread to write in. */
  parent?: Ref;
  /** The author is a person of another product instead. */
  externalUser?: { name: string };
  /** The author is an integration instead. */
  botActor?: { name: string; type?: string };
  /** The comment's thread is mirrored in Slack. */
  slackSynced?: boolean;
  /** The passage of the issue's description that it is about. */
  quotedText?: string;
}

/** What somebody changes of an issue. Absent keys stay as they are, `null` empties a field. */
export interface IssueInput {
  issue: Ref;
  title?: string;
  description?: string | null;
  /** Name of one of the team's workflow states. */
  state?: string;
  assignee?: Ref | null;
  labels?: readonly Ref[];
  priority?: number;
  /** Default Ada. */
  by?: Ref;
}

/** How the next people answer Linear's consent page. */
export type ConsentAnswer = { by: Ref } | { denied: string };
