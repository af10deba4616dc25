import type { LinearApi } from "../../api/operation.js";
import { getAgentActivity } from "../../api/operations/agent-activities.js";
import { getSessionComments } from "../../api/operations/agent-sessions.js";
import { isLinearAdapterError } from "../../errors.js";
import type { Memory } from "../../util/memory.js";

/**
 * Knows which comment stands behind a message of a session, since reactions are put on comments only. Events tell it;
 * Linear is asked about older messages and about our own.
 */
export interface SourceComments {
  remember(messageId: string, commentId: string): Promise<void>;
  find(messageId: string, sessionId: string): Promise<string | undefined>;
}

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

export function createSourceComments(memory: () => Memory, api: LinearApi): SourceComments {
  const keyOf = (messageId: string): string => `linear:source-comment:${messageId}`;

  return {
    remember: (messageId, commentId) => memory().set(keyOf(messageId), commentId, LIFETIME_MS),
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
