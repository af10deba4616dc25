import type { Logger } from "chat";
import type { LinearApi } from "../api/operation.js";
import { deleteReaction } from "../api/operations/reactions.js";
import { createRecentMap } from "../util/recent-map.js";
import { addReaction } from "./reactions.js";

/** Shows people that their comment was read: 👀 on it, until the bot has written in its thread. */
export interface ReadMarks {
  /** Marks a comment, once. 1 request. */
  mark(threadId: string, commentId: string): Promise<void>;
  /** Takes the marks of a thread away: it has its answer. 1 request for each; none where there are none. Never rejects. */
  clear(threadId: string): Promise<void>;
}

export interface ReadMarksParts {
  api: LinearApi;
  newId: () => string;
  /** Called with the id of a reaction before it is sent. */
  rememberOwn: (id: string) => Promise<void>;
  logger: Pick<Logger, "debug">;
}

const READ = "eyes";
// Threads with an unanswered comment that this process has marked. What is forgotten stays marked.
const CAPACITY = 1_000;

export function createReadMarks({ api, newId, rememberOwn, logger }: ReadMarksParts): ReadMarks {
  const marked = createRecentMap<ReadonlyMap<string, string>>(CAPACITY);

  const takeAway = async (reactionId: string): Promise<void> => {
    try {
      await api.execute(deleteReaction, { id: reactionId });
    } catch (error) {
      logger.debug("A comment that has its answer stays marked as read", { error });
    }
  };

  return {
    mark: async (threadId, commentId) => {
      const before = marked.get(threadId) ?? new Map<string, string>();
      if (before.has(commentId)) return;
      const id = newId();
      marked.set(threadId, new Map([...before, [commentId, id]]));
      await rememberOwn(id);
      await addReaction(api, id, commentId, READ);
    },
    clear: async (threadId) => {
      const marks = marked.get(threadId);
      if (marks === undefined) return;
      marked.delete(threadId);
      await Promise.all([...marks.values()].map(takeAway));
    },
  };
}
