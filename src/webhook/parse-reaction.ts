import type { EventReaction } from "./events.js";
import { shownComment, shownUser } from "./parse-context.js";
import { idOfEither, neededEntityId, neededId, type PayloadPart, shownEntityId } from "./payload-readers.js";

/** The reaction that a `Reaction` event is about. */
export function readReaction(reaction: PayloadPart): EventReaction {
  const userId = idOfEither(reaction, "userId", "user");
  return {
    id: neededEntityId(reaction, "id"),
    emoji: neededId(reaction, "emoji"),
    commentId: idOfEither(reaction, "commentId", "comment"),
    comment: shownComment(reaction, "comment"),
    user: shownUser(reaction, "user", userId),
    userId,
    externalUserId: shownEntityId(reaction, "externalUserId"),
  };
}
