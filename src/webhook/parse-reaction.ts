import { type JsonObject, readId } from "../util/json.js";
import type { EventReaction } from "./events.js";
import { readCommentChild } from "./parse-comment.js";
import { optional, optionalId, readEntityId, readUser } from "./payload-readers.js";

/** The reaction that a `Reaction` event is about. */
export function readReaction(data: JsonObject, path: string): EventReaction {
  const comment = optional(readCommentChild, data, "comment", path);
  const user = optional(readUser, data, "user", path);
  return {
    id: readEntityId(data, "id", path),
    emoji: readId(data, "emoji", path),
    commentId: optionalId(data, "commentId", path) ?? comment?.id,
    comment,
    user,
    userId: optionalId(data, "userId", path) ?? user?.id,
    externalUserId: optionalId(data, "externalUserId", path),
  };
}
