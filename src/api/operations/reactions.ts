import {
  type JsonObject,
  optionalObject,
  readBoolean,
  readId,
  readObject,
  readObjects,
  readString,
} from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readPayload } from "../payload.js";

export interface ReactionNode {
  id: string;
  /** Linear's name of the emoji, such as "eyes" or "+1". */
  emoji: string;
  isMine: boolean;
}

/** `id` is our own UUID v4. */
export interface ReactionCreateInput {
  id: string;
  commentId: string;
  emoji: string;
}

/** Linear answers "conflict on insert" when the reaction is there already: callers take that for success. */
export const createReaction: Operation<{ input: ReactionCreateInput }, undefined> = {
  name: "CreateReaction",
  document: /* GraphQL */ `
    mutation CreateReaction($input: ReactionCreateInput!) {
      reactionCreate(input: $input) { success }
    }
  `,
  read: (data) => void readPayload(data, "reactionCreate"),
};

export const listReactions: Operation<{ commentId: string }, ReactionNode[]> = {
  name: "ListReactions",
  document: /* GraphQL */ `
    query ListReactions($commentId: String!) {
      comment(id: $commentId) { reactions { id emoji user { isMe } } }
    }
  `,
  read: (data) => readObjects(readObject(data, "comment", "data"), "reactions", "comment", readReaction),
};

function readReaction(node: JsonObject, path: string): ReactionNode {
  const user = optionalObject(node, "user", path);
  return {
    id: readId(node, "id", path),
    emoji: readString(node, "emoji", path),
    isMine: user !== undefined && readBoolean(user, "isMe", `${path}.user`),
  };
}

export const deleteReaction: Operation<{ id: string }, undefined> = {
  name: "DeleteReaction",
  document: /* GraphQL */ `
    mutation DeleteReaction($id: String!) {
      reactionDelete(id: $id) { success }
    }
  `,
  read: (data) => void readPayload(data, "reactionDelete"),
  alreadyDone: { sign: "NOT_FOUND", result: undefined },
};
