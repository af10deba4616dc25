import type { LinearApi } from "../api/operation.js";
import { createReaction, deleteReaction, listReactions } from "../api/operations/reactions.js";
import { isLinearAdapterError } from "../errors.js";

/** Adds our reaction to a comment, and resolves to its id. One that is there already is a success, with no id. */
export async function addReaction(
  api: LinearApi,
  id: string,
  commentId: string,
  emoji: string,
): Promise<string | undefined> {
  try {
    await api.execute(createReaction, { input: { id, commentId, emoji } });
    return id;
  } catch (error) {
    if (isLinearAdapterError(error, "CONFLICT")) return undefined;
    throw error;
  }
}

/** Removes our reactions of that kind from a comment; none there is a success. */
export async function removeReaction(
  api: LinearApi,
  commentId: string,
  isSame: (emoji: string) => boolean,
): Promise<void> {
  const reactions = await api.execute(listReactions, { commentId });
  const mine = reactions.filter((reaction) => reaction.isMine && isSame(reaction.emoji));
  await Promise.all(mine.map(({ id }) => deleteIfThere(api, id)));
}

/** Deletes a reaction, unless another process was faster. */
export async function deleteIfThere(api: LinearApi, id: string): Promise<void> {
  try {
    await api.execute(deleteReaction, { id });
  } catch (error) {
    if (!isLinearAdapterError(error, "NOT_FOUND")) throw error;
  }
}
