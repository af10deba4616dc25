import type { ChatInstance, Logger, Message, ReactionEvent, WebhookOptions } from "chat";
import type { IdentitySource } from "../api/identity.js";
import type { LinearApi } from "../api/operation.js";
import type { Identity } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { Answer, AnsweredAction } from "../messages/answered-action.js";
import type { OwnComments } from "../messages/own-comments.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { Viewpoint } from "../messages/to-chat-message.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { EventAgentSession, EventUser } from "../webhook/events.js";
import type { HandOver, Preparation } from "./event-handler.js";
import type { IssueSessions } from "./issue-sessions.js";
import type { MentionClaims } from "./mention-claims.js";

type SessionThread = Extract<LinearThread, { kind: "session" }>;

/** Who ended the work on a session, and when (ISO 8601). */
interface TurnStop {
  cause: "stop" | "undelegation";
  thread: SessionThread;
  userId: string;
  at: string;
}

/** What the handlers of events work with. */
export interface InboundParts {
  mode: "agent-sessions" | "all" | "comments";
  api: LinearApi;
  identities: IdentitySource;
  ownComments: OwnComments;
  chat: () => ChatInstance;
  logger: Pick<Logger, "debug" | "info" | "warn" | "error">;
  /** The OAuth client that we are, where the authentication says so. */
  clientId: (organizationId: string) => Promise<string | undefined>;
  /** The stored installation, where there are any. */
  findInstallation: (organizationId: string) => Promise<LinearInstallation | undefined>;
  deleteInstallation: (organizationId: string) => Promise<void>;
  isMentioned: (body: string, identity: Identity) => Promise<boolean>;
  toMessage: (raw: LinearRawMessage, viewpoint: Viewpoint) => Message<LinearRawMessage>;
  /** Hands a message to the bot's handlers, in the scope of its organization. */
  dispatch: (message: Message<LinearRawMessage>, identity: Identity, options: WebhookOptions) => Promise<void>;
  /** The action that a message stands for when it answers one of the bot's cards. An answer is taken once. */
  takeAnswer: (message: Message<LinearRawMessage>, identity: Identity) => Promise<AnsweredAction | undefined>;
  /** The same for a reaction to a comment of the thread. `emoji` is Linear's name. */
  takeReaction: (
    reaction: { id: string; emoji: string; commentId: string; userId: string },
    threadId: string,
  ) => Promise<AnsweredAction | undefined>;
  /** Hands an answer to the bot's action handlers, in the scope of its organization. */
  dispatchAction: (
    action: AnsweredAction,
    answer: Answer,
    identity: Identity,
    options: WebhookOptions,
  ) => Promise<void>;
  /** Hands a reaction to the bot's handlers, in the scope of its organization. */
  dispatchReaction: (
    reaction: Omit<ReactionEvent<LinearRawMessage>, "adapter" | "thread">,
    identity: Identity,
    options: WebhookOptions,
  ) => Promise<void>;
  /** Runs `work` in the scope of an organization. */
  inOrganization: <Result>(identity: Identity, work: () => Promise<Result>) => Promise<Result>;
  /** Keeps where somebody's profile is, so that a mention of them costs no request. */
  rememberProfile: (user: EventUser | undefined) => void;
  /** Keeps which comment stands behind a session's message, for reactions. */
  rememberComment: (messageId: string, commentId: string) => Promise<void>;
  /** Whether a message of a session, written `at` (ISO 8601), is to be handled: not when a later Stop came first. */
  admitMessage: (sessionId: string, at: string) => Promise<boolean>;
  /** Starts an issue that the bot was delegated; "unsure" where a mention looks the same. Absent when nothing is to start. */
  startDelegatedIssue: ((issueId: string, sign: "sure" | "unsure") => Promise<void>) | undefined;
  /** Whether the bot has opened the session itself: its event is nobody's request. */
  isOpenedByBot: (session: EventAgentSession, organizationId: string) => Promise<boolean>;
  /** Whether the host lets the bot's handlers hear of a message of a session; one that it declines is told so. */
  screen: {
    accept: (message: { session: EventAgentSession; organizationId: string; at: string }) => Promise<boolean>;
    isDeclined: (sessionId: string) => Promise<boolean>;
  };
  /** Runs what comes before a session's message, written `at`, can be handled; the session does not look dead meanwhile. */
  prepareVisibly: <Result>(thread: SessionThread, at: string, work: () => Promise<Result>) => Promise<Result>;
  /** Ends a session in one error activity that tells nothing of the reason. */
  fail: (sessionId: string) => Promise<void>;
  /** Ends a session with one response. */
  respond: (sessionId: string, body: string) => Promise<void>;
  issueSessions: IssueSessions;
  /** Asked in mode "all" only. */
  mentions: MentionClaims;
  /** Whether a session's message is being handled, or waits to be, in any process. */
  isBusy: (thread: SessionThread) => Promise<boolean>;
  stopTurn: (stop: TurnStop, options: WebhookOptions) => Promise<void>;
  /** The same without a closing word in the session. */
  stopSilently: (stop: TurnStop, options: WebhookOptions) => Promise<void>;
}

/** Keeps which comment stands behind a session's message. Without it a reaction costs one more request. */
export async function keepComment(
  messageId: string,
  commentId: string | undefined,
  { rememberComment, logger }: Pick<InboundParts, "rememberComment" | "logger">,
): Promise<void> {
  if (commentId === undefined) return;
  try {
    await rememberComment(messageId, commentId);
  } catch (error) {
    logger.warn("The comment behind an agent session's message could not be kept", { error });
  }
}

/** What a message is to the bot: an action when it answers one of its cards, else a message. */
export async function asMessageOrAnswer(
  message: Message<LinearRawMessage>,
  { takeAnswer, dispatchAction, dispatch }: InboundParts,
  identity: Identity,
): Promise<HandOver> {
  const action = await takeAnswer(message, identity);
  if (action === undefined) return (options) => dispatch(message, identity, options);
  const { author, raw } = message;
  return (options) => dispatchAction(action, { author, raw, at: raw.comment.createdAt }, identity, options);
}

/** Runs `prepare` with who we are in the organization; an organization that has not installed us is ignored. */
export async function withIdentity(
  organizationId: string,
  { identities, logger }: InboundParts,
  prepare: (identity: Identity) => Promise<Preparation> | Preparation,
): Promise<Preparation> {
  try {
    return await prepare(await identities.get(organizationId));
  } catch (error) {
    if (!isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) throw error;
    logger.warn("A Linear event came from an organization that has not installed the app", { organizationId });
    return { kind: "ignored", reason: "there is no installation" };
  }
}
