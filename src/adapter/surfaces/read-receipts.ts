import type { Logger } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { deleteIfThere } from "../../comments/reactions.js";
import type { CurrentWork } from "../../sessions/turns/current-work.js";
import { createRecentMap } from "../../util/recent-map.js";

/** Shows in Linear that the bot has seen a message: a reaction, until it answers. */
export interface ReadReceipts {
  /** @param react puts the reaction on the message, and resolves to its id if it is new. */
  show(threadId: string, react: () => Promise<string | undefined>): Promise<void>;
  /** Takes away what is shown in a thread. It is waited for with the current work; a failure is logged only. */
  takeAway(threadId: string): void;
}

export interface ReadReceiptsParts {
  api: LinearApi;
  work: Pick<CurrentWork, "noteWrite">;
  logger: Pick<Logger, "warn">;
}

/** How Linear shows that somebody looks into it. */
export const READ_EMOJI = "eyes";

// More threads than one process answers at the same time.
const CAPACITY = 1_000;

export function createReadReceipts({ api, work, logger }: ReadReceiptsParts): ReadReceipts {
  const shown = createRecentMap<readonly Promise<string | undefined>[]>(CAPACITY);

  const remove = async (threadId: string, reactions: readonly Promise<string | undefined>[]): Promise<void> => {
    try {
      const ids = (await Promise.allSettled(reactions)).flatMap((reaction) =>
        reaction.status === "fulfilled" ? (reaction.value ?? []) : [],
      );
      await Promise.all(ids.map((id) => deleteIfThere(api, id)));
    } catch (error) {
      logger.warn("The reaction that showed that a message was read could not be taken away", { threadId, error });
    }
  };

  return {
    show: async (threadId, react) => {
      // It is noted before it is there: an answer may come first, and takes it away all the same.
      const reaction = react();
      shown.set(threadId, [...(shown.get(threadId) ?? []), reaction]);
      await reaction;
    },
    takeAway: (threadId) => {
      const reactions = shown.get(threadId);
      if (reactions === undefined) return;
      shown.delete(threadId);
      work.noteWrite(remove(threadId, reactions));
    },
  };
}
