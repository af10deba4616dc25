import type { ChatInstance, Logger, Message, WebhookOptions } from "chat";
import type { IdentitySource } from "../api/identity.js";
import type { LinearApi } from "../api/operation.js";
import type { Identity } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { OwnComments } from "../messages/own-comments.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { Viewpoint } from "../messages/to-chat-message.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { EventUser } from "../webhook/events.js";
import type { Preparation } from "./event-handler.js";

/** What the handlers of events work with. */
export interface InboundParts {
  mode: "agent-sessions" | "comments";
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
  /** Runs `work` in the scope of an organization. */
  inOrganization: <Result>(identity: Identity, work: () => Promise<Result>) => Promise<Result>;
  /** Keeps where somebody's profile is, so that a mention of them costs no request. */
  rememberProfile: (user: EventUser | undefined) => void;
  /** Keeps which comment stands behind a session's message, for reactions. */
  rememberComment: (messageId: string, commentId: string) => Promise<void>;
  /** Whether a message of a session, written `at` (ISO 8601), is to be handled: not when a later Stop came first. */
  admitMessage: (sessionId: string, at: string) => Promise<boolean>;
  stopTurn: (
    stop: { thread: Extract<LinearThread, { kind: "session" }>; userId: string; at: string },
    options: WebhookOptions,
  ) => Promise<void>;
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
