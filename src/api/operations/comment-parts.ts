import { type JsonObject, optionalObject, readId, readObject, readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readPayload } from "../payload.js";
import { readWrittenComment, WRITTEN_FIELDS, type WrittenComment } from "./comments.js";

/** A further comment that holds a part of a message. */
export interface CommentPart {
  id: string;
  body: string;
}

/** The arguments and the selection of a list of comments, which gives those that are there, in no order. */
const PART_PAGE = "(filter: { id: { in: $partIds } }, first: $limit) { nodes { id body } }";

const readCommentParts = (connection: JsonObject, path: string): CommentPart[] =>
  readObjects(connection, "nodes", path, (node, nodePath) => ({
    id: readId(node, "id", nodePath),
    body: readString(node, "body", nodePath),
  }));

/** An edited comment, with those of the asked parts that are there, in no order. */
export interface EditedComment extends WrittenComment {
  parts: readonly CommentPart[];
}

export interface UpdateCommentVariables {
  id: string;
  body: string;
  /** The ids of comments that may hold further parts of the message. */
  partIds?: readonly string[];
  limit?: number;
}

/** Parts stand beside the first one, or below it where that opened the thread. */
export const updateComment: Operation<UpdateCommentVariables, EditedComment> = {
  name: "UpdateComment",
  document: /* GraphQL */ `
    mutation UpdateComment($id: String!, $body: String!, $partIds: [ID!]! = [], $limit: Int! = 1) {
      commentUpdate(id: $id, input: { body: $body }) {
        success
        comment {
          ${WRITTEN_FIELDS}
          children${PART_PAGE}
          parent { children${PART_PAGE} }
        }
      }
    }
  `,
  read: (data) => {
    const comment = readObject(readPayload(data, "commentUpdate"), "comment", "commentUpdate");
    const parent = optionalObject(comment, "parent", "comment");
    return {
      ...readWrittenComment(comment, "commentUpdate.comment"),
      parts: [comment, ...(parent ? [parent] : [])].flatMap((node) =>
        readCommentParts(readObject(node, "children", "comment"), "comment.children"),
      ),
    };
  },
};

export const listCommentParts: Operation<{ partIds: readonly string[]; limit: number }, CommentPart[]> = {
  name: "ListCommentParts",
  document: /* GraphQL */ `
    query ListCommentParts($partIds: [ID!]!, $limit: Int!) {
      comments${PART_PAGE}
    }
  `,
  read: (data) => readCommentParts(readObject(data, "comments", "data"), "comments"),
};

/** Changes a comment that goes on what another one began. */
export const updateCommentPart: Operation<CommentPart, undefined> = {
  name: "UpdateCommentPart",
  document: /* GraphQL */ `
    mutation UpdateCommentPart($id: String!, $body: String!) {
      commentUpdate(id: $id, input: { body: $body }) { success }
    }
  `,
  read: (data) => void readPayload(data, "commentUpdate"),
};
