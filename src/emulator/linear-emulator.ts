import type { JsonObject } from "../util/json.js";
import type {
  CommentInput,
  ConsentAnswer,
  EmulatedActivity,
  EmulatedAdapterOptions,
  EmulatedApp,
  EmulatedAttachment,
  EmulatedComment,
  EmulatedFile,
  EmulatedInstallation,
  EmulatedIssue,
  EmulatedLabel,
  EmulatedOrganization,
  EmulatedReaction,
  EmulatedSession,
  EmulatedTeam,
  EmulatedUser,
  EmulatedWorkflowState,
  IssueInput,
  Ref,
} from "./emulated.js";
import type { EmulatorFault, InjectedFault } from "./faults.js";
import type { AppOptions } from "./options.js";
import type { WorkflowStateRecord } from "./records.js";
import type { RecordedFileRequest, RecordedRequest, RecordedTokenRequest, RecordedUploadRequest } from "./traffic.js";
import type { ConnectableBot } from "./webhooks/connections.js";
import type { EmulatedDelivery } from "./webhooks/deliveries.js";
import type { SignedWebhook } from "./webhooks/sign.js";

/**
 * A local Linear. Tests speak HTTP to it as to the real one and use these methods for everything else: to act as a
 * person, to see what is there, and to let things go wrong.
 */
export interface LinearEmulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The GraphQL endpoint. */
  readonly apiUrl: string;
  /** The first app. */
  readonly app: EmulatedApp;
  /** The first organization: Acme, with Ada and Bo. */
  readonly organization: EmulatedOrganization;
  /** Ada Lovelace, who does what tests leave open. An admin. */
  readonly ada: EmulatedUser;
  /** Bo Berg, another person of the first organization. */
  readonly bo: EmulatedUser;

  // Set-up. Every app is installed in every organization until it is uninstalled.
  /** Another OAuth app, with its own app user and webhook. */
  addApp(options?: AppOptions): EmulatedApp;
  /** An organization with one team and one person, Ada. */
  addOrganization(options?: { name?: string; urlKey?: string }): EmulatedOrganization;
  /** A person, by default of the first organization. */
  addPerson(input: { name: string; organization?: Ref }): EmulatedUser;
  /**
   * Gives the app's webhooks to a bot in this process from now on, without a server: a `Chat` whose adapter is called
   * `linear`, or a function that takes the requests. Default the first app.
   */
  connect(bot: ConnectableBot, app?: Ref): void;
  /** Options for `createLinearAdapter`, with which the bot is that app. Default the first app. */
  adapterOptions(app?: Ref): EmulatedAdapterOptions;
  /** Where the app's webhooks go from now on, over HTTP. Default the first app. */
  setWebhookUrl(url: string, app?: Ref): void;
  /** An issue, by default in the backlog of the first team of the first organization, by Ada. */
  createIssue(input?: {
    title?: string;
    description?: string;
    organization?: Ref;
    team?: Ref;
    /** Name of one of the team's workflow states. */
    state?: string;
    labels?: readonly Ref[];
    /** Name of a project of its own. */
    project?: string;
    /** A cycle of its own. Instants are ISO 8601. */
    cycle?: { number: number; name?: string; startsAt: string; endsAt: string };
    by?: Ref;
    /** People who cannot see its team and whom it is shared with. */
    sharedWith?: readonly Ref[];
  }): EmulatedIssue;
  /** Another team, by default of the first organization. Without `states` it has those of a new team in Linear. */
  addTeam(input: {
    key: string;
    name: string;
    organization?: Ref;
    states?: readonly Pick<WorkflowStateRecord, "name" | "type" | "position">[];
    /** Default: "public". */
    visibility?: "private" | "public" | "restricted";
  }): EmulatedTeam;
  /** A label of a team, or of the whole workspace. `group` names one that is there, or is made with it. */
  addLabel(input: { name: string; organization?: Ref; team?: Ref; group?: string }): EmulatedLabel;

  /**
   * A file as somebody has dropped it into Linear: put its `url` into a text. It is read with a token of its organization,
   * by default the first one; a public one by everybody. `contentType` is by default `application/octet-stream`.
   */
  addFile(input: {
    name: string;
    content: string | Uint8Array;
    contentType?: string;
    organization?: Ref;
    isPublic?: boolean;
  }): EmulatedFile;

  // Tokens
  /** A personal API key. Default Ada's. */
  createApiKey(person?: Ref): string;
  /** An access token without a refresh token, of the app user ("app", the default) or a person. */
  createAccessToken(input?: {
    organization?: Ref;
    as?: "app" | Ref;
    app?: Ref;
    scopes?: readonly string[];
    expiresInMs?: number;
  }): string;
  /**
   * As if an admin had gone through OAuth with `actor=app`. An app that was removed gets another app user, whose handle
   * has a number.
   */
  install(input?: { organization?: Ref; app?: Ref }): EmulatedInstallation;
  /** Makes an access token as old as its life. */
  expireToken(token: string): void;
  /** Ends an access or refresh token. */
  revokeToken(token: string): void;
  /** Who answers the next consent pages of `/oauth/authorize`, and how. Default Ada, with yes. */
  answerConsent(answer: ConsentAnswer): void;

  // Acting as a person: resolves when the change is made; webhooks go out in the background.
  /** A comment as typed in Linear: "@helper" mentions, and an answer in a session's thread prompts it. */
  comment(input: CommentInput): Promise<EmulatedComment>;
  /** A comment "@helper text". */
  mention(input: {
    issue: Ref;
    text: string;
    by?: Ref;
    parent?: Ref;
    app?: Ref;
    quotedText?: string;
  }): Promise<EmulatedComment>;
  /** Makes the app the delegate. When it is already, nothing new happens. */
  delegate(input: { issue: Ref; by?: Ref | "automation"; app?: Ref }): Promise<EmulatedSession>;
  /** Takes the delegation back. Apps learn of it by an AppUserNotification and by the issue's update. */
  undelegate(input: { issue: Ref; by?: Ref }): Promise<EmulatedIssue>;
  /** Adds a mention to the description. */
  mentionInDescription(input: { issue: Ref; by?: Ref; app?: Ref }): Promise<EmulatedSession>;
  /** Opens a session without an issue and without a comment, as on some surfaces of Linear. */
  openSession(input: { prompt: string; by?: Ref; app?: Ref }): Promise<EmulatedSession>;
  /** Writes in the session: with a comment in its thread, where it has one. */
  prompt(input: { session: Ref; body: string; by?: Ref }): Promise<EmulatedActivity>;
  /** Presses Stop. */
  stop(input: { session: Ref; by?: Ref }): Promise<EmulatedActivity>;
  /** Dismisses the session: an issue that is the app's is taken from it. */
  dismiss(input: { session: Ref; by?: Ref }): Promise<EmulatedSession>;
  /** Adds a reaction. Rejects when the person has reacted so before. */
  react(input: { comment: Ref; emoji: string; by?: Ref }): Promise<EmulatedReaction>;
  /** Takes a reaction back. */
  unreact(input: { comment: Ref; emoji: string; by?: Ref }): Promise<void>;
  /** Changes a comment as its author. */
  editComment(input: { comment: Ref; body: string }): Promise<EmulatedComment>;
  /** Deletes a comment with its replies, by default as its author. */
  deleteComment(input: { comment: Ref; by?: Ref }): Promise<void>;
  /** Resolves the thread of a comment, by default as Ada. */
  resolveThread(input: { comment: Ref; by?: Ref }): Promise<EmulatedComment>;
  /** Opens a resolved thread again. */
  reopenThread(input: { comment: Ref; by?: Ref }): Promise<EmulatedComment>;
  /** Changes fields of an issue, by default as Ada: `null` empties one. */
  updateIssue(input: IssueInput): Promise<EmulatedIssue>;
  /** Archives an issue. */
  archiveIssue(input: { issue: Ref; by?: Ref }): Promise<EmulatedIssue>;
  /** Deletes an issue: Linear keeps it in the trash for a while. */
  deleteIssue(input: { issue: Ref; by?: Ref }): Promise<EmulatedIssue>;
  /** Adds a reaction to an issue. */
  reactToIssue(input: { issue: Ref; emoji: string; by?: Ref }): Promise<EmulatedReaction>;
  /** Takes a reaction to an issue back. */
  unreactToIssue(input: { issue: Ref; emoji: string; by?: Ref }): Promise<void>;
  /** Tells the app of something by an AppUserNotification of this type, whatever has caused it. */
  notify(input: { type: string; issue?: Ref; comment?: Ref; emoji?: string; by?: Ref; app?: Ref }): Promise<void>;
  /** Gives the app another name in an organization, by default the first. Its app user gets the handle that fits. */
  renameApp(input: { name: string; organization?: Ref; app?: Ref }): EmulatedUser;
  /** Removes the app from the organization: its tokens end and it hears of it. */
  uninstall(input?: { organization?: Ref; app?: Ref }): Promise<void>;

  // Reading: snapshots, oldest first.
  /** Of all organizations, unless an issue or an author is given. */
  comments(filter?: { issue?: Ref; by?: Ref }): EmulatedComment[];
  /** Of all apps and organizations. */
  sessions(): EmulatedSession[];
  /** With its status now. */
  session(session: Ref): EmulatedSession;
  /** Without those that are archived, which are the ephemeral ones that another activity has followed. */
  activities(session: Ref, options?: { includeArchived?: boolean }): EmulatedActivity[];
  /** Those of a comment. */
  reactions(comment: Ref): EmulatedReaction[];
  /** By id or by identifier. */
  issue(issue: Ref): EmulatedIssue;
  /** Of all organizations, unless a parent is given. */
  issues(filter?: { parent?: Ref }): EmulatedIssue[];
  /** The workflow states of a team, by default the first one's. */
  workflowStates(team?: Ref): EmulatedWorkflowState[];
  /** Labels and groups of all organizations. */
  labels(): EmulatedLabel[];
  /** Those of an issue. */
  attachments(issue: Ref): EmulatedAttachment[];
  /** People and app users of all organizations. */
  users(): EmulatedUser[];
  /** Files, those that were uploaded and those of `addFile`, and places that were asked for, oldest first. */
  files(): EmulatedFile[];

  // Traffic
  /** GraphQL requests that have been answered. */
  requests(): readonly RecordedRequest[];
  /** Requests to the token endpoint that have been answered. */
  tokenRequests(): readonly RecordedTokenRequest[];
  /** Requests for files that have been answered. */
  fileRequests(): readonly RecordedFileRequest[];
  /** Uploads of files that have been answered. */
  uploadRequests(): readonly RecordedUploadRequest[];
  /** Forgets all kinds of requests. */
  clearRequests(): void;
  /** Every webhook that was sent, with its attempts so far. */
  deliveries(): readonly EmulatedDelivery[];
  /** Resolves when every webhook that is due has been answered. Later retries do not count. */
  settled(): Promise<void>;
  /**
   * Resolves when nothing goes on any more: webhooks are answered, the handlers of connected bots and what they gave to
   * `waitUntil` are done, their requests are answered, and so is all that these have caused. Of bots that are reached by
   * URL it knows the webhooks and the requests only. Later retries do not count.
   * @throws {Error} when no bot takes webhooks, when a connected bot refuses one with 401 or throws, and when it is still
   * at work after `timeoutMs` milliseconds, by default 4,000.
   */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /** Sends a delivery once more, with the same body and id. Resolves to the HTTP status. */
  redeliver(delivery: EmulatedDelivery): Promise<number>;
  /** A signed request of any payload. `timestamp` is its `webhookTimestamp`, default now; `secret` the first app's. */
  buildWebhook(payload: JsonObject, options?: { secret?: string; timestamp?: Date }): SignedWebhook;

  // Faults
  /** Lets something go wrong, once unless told otherwise. */
  injectFault(fault: EmulatorFault): InjectedFault;
  /** Removes all faults. */
  clearFaults(): void;

  /** Cuts all connections, gives up all retries and frees the port. */
  close(): Promise<void>;
  /** `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
