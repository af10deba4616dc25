import type { Logger } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { addReaction, removeReaction } from "../../comments/reactions.js";
import { isLinearAdapterError } from "../../errors.js";
import type { SourceComments } from "../../messages/remembered/source-comments.js";
import { isSameEmoji, toLinearEmoji } from "../../render/emoji.js";
import type { SessionThread } from "../../threads/thread-id.js";
import { isUuid } from "../../util/uuid.js";
import type { Surface } from "./surface.js";

export interface SessionReactionsParts {
  api: LinearApi;
  sourceComments: Pick<SourceComments, "find">;
  rememberOwn: (reactionId: string) => Promise<void>;
  newId: () => string;
  logger: Pick<Logger, "debug">;
}

/**
 * Reacts to a session's messages on the comments behind them. Thoughts, steps, the plan and what is not sent yet have
 * none, and neither has a message whose comment is gone: a reaction to those is no error, since nothing could carry it.
 */
export function createSessionReactions({
  api,
  sourceComments,
  rememberOwn,
  newId,
  logger,
}: SessionReactionsParts): Pick<Surface<SessionThread>, "addReaction" | "removeReaction"> {
  const onComment = async <Result>(
    { sessionId }: SessionThread,
    messageId: string,
    react: (commentId: string) => Promise<Result>,
  ): Promise<Result | undefined> => {
    const commentId = isUuid(messageId) ? await sourceComments.find(messageId, sessionId) : undefined;
    const done = commentId === undefined ? undefined : await ifThere(() => react(commentId));
    if (done !== undefined) return done.result;
    logger.debug("No comment stands behind a message of an agent session, so nothing can carry a reaction to it", {
      sessionId,
      messageId,
    });
    return undefined;
  };

  return {
    addReaction: (thread, messageId, emoji) =>
      onComment(thread, messageId, async (commentId) => {
        const id = newId();
        await rememberOwn(id);
        return await addReaction(api, id, commentId, toLinearEmoji(emoji));
      }),
    removeReaction: (thread, messageId, emoji) =>
      onComment(thread, messageId, (commentId) =>
        removeReaction(api, commentId, (stored) => isSameEmoji(emoji, stored)),
      ),
  };
}

/** Resolves to what `work` gives; to undefined when it did not find what it works on. */
async function ifThere<Result>(work: () => Promise<Result>): Promise<{ result: Result } | undefined> {
  try {
    return { result: await work() };
  } catch (error) {
    if (isLinearAdapterError(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}
