import type { LinearApi } from "../../api/operation.js";
import { getAgentActivity } from "../../api/operations/agent-activities.js";
import { getSessionComments } from "../../api/operations/agent-sessions.js";
import { isLinearAdapterError } from "../../errors.js";
import type { Memory } from "../../util/memory.js";

/** A message of a session, which a comment shows. */
export interface SessionMessage {
  /** The session's id for the message that opened it, else the activity's. */
  messageId: string;
  sessionId: string;
  issueId: string | undefined;
}

/**
 * Knows which comment stands behind a message of a session, since reactions are put on comments only, and the other way
 * round, since edits are made there. Events tell it; Linear is asked about older messages and about our own.
 */
export interface SourceComments {
  remember(messageId: string, commentId: string): Promise<void>;
  /** Remembers both ways what a person wrote in a session. */
  rememberMessage(message: SessionMessage, commentId: string): Promise<void>;
  find(messageId: string, sessionId: string): Promise<string | undefined>;
  /** The message of a session that a comment shows, as far as events told it. */
  findMessage(commentId: string): Promise<SessionMessage | undefined>;
}

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;
// Nobody else tells it: an edit after that is not heard of.
const MESSAGE_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;

export function createSourceComments(memory: () => Memory, api: LinearApi): SourceComments {
  const keyOf = (messageId: string): string => `linear:source-comment:${messageId}`;

  const messageKey = (commentId: string): string => `linear:session-message:${commentId}`;
  const remember = (messageId: string, commentId: string): Promise<void> =>
    memory().set(keyOf(messageId), commentId, LIFETIME_MS);

  return {
    remember,
    rememberMessage: async (message, commentId) => {
      await Promise.all([
        remember(message.messageId, commentId),
        memory().set(messageKey(commentId), message, MESSAGE_LIFETIME_MS),
      ]);
    },
    findMessage: async (commentId) => (await memory().get<SessionMessage>(messageKey(commentId))) ?? undefined,
    find: async (messageId, sessionId) => {
      const remembered = await memory().get<string>(keyOf(messageId));
      if (remembered !== null) return remembered;
      if (messageId === sessionId) return await api.execute(getSessionComments, { id: sessionId });
      try {
        const { activity } = await api.execute(getAgentActivity, { id: messageId });
        return activity.sourceComment?.id;
      } catch (error) {
        // Messages of @chat-adapter/linear have the comment's own id.
        if (isLinearAdapterError(error, "NOT_FOUND")) return messageId;
        throw error;
      }
    },
  };
}
