import type { RawMessage } from "chat";
import type { LinearApi } from "../api/operation.js";
import {
  type CommentCreateInput,
  createComment,
  getComment,
  updateComment,
  type WrittenComment,
} from "../api/operations/comments.js";
import { isLinearAdapterError } from "../errors.js";
import { authorNodeToActor, LINEAR } from "../messages/author.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { type CommentThread, formatThread } from "../threads/thread-id.js";

export interface CommentParts {
  api: LinearApi;
  newId: () => string;
  /** Called with the id of a comment or reaction before it is sent. */
  rememberOwn: (commentId: string) => Promise<void>;
  splitBody: (body: string) => string[];
}

/** Posts a comment, or several in order when the body is longer than one should be; the first stands for the message. */
export async function postComment(
  thread: CommentThread,
  body: string,
  parts: CommentParts,
): Promise<RawMessage<LinearRawMessage>> {
  const [first = body, ...rest] = parts.splitBody(body);
  const sent = await createIn(thread, first, parts);
  await postRest(thread, sent, rest, parts);
  return toSentMessage(thread, sent);
}

/** Replaces a comment's text; what is longer than one comment should be follows in further ones. */
export async function editComment(
  thread: CommentThread,
  commentId: string,
  body: string,
  parts: CommentParts,
): Promise<RawMessage<LinearRawMessage>> {
  const [first = body, ...rest] = parts.splitBody(body);
  const edited = await parts.api.execute(updateComment, { id: commentId, body: first });
  await postRest(thread, edited, rest, parts);
  return toSentMessage(thread, edited);
}

/** Posts the rest under the same root: that of the thread, or the comment itself where it opened one. */
async function postRest(
  thread: CommentThread,
  first: WrittenComment,
  bodies: readonly string[],
  parts: CommentParts,
): Promise<void> {
  const commentId = first.parentId ?? first.id;
  for (const body of bodies) await createIn({ kind: "comment", issueId: thread.issueId, commentId }, body, parts);
}

async function createIn(thread: CommentThread, body: string, parts: CommentParts): Promise<WrittenComment> {
  const id = parts.newId();
  await parts.rememberOwn(id);
  const input: CommentCreateInput = { id, issueId: thread.issueId, body };
  if (thread.kind === "issue") return await parts.api.execute(createComment, { input });
  try {
    return await parts.api.execute(createComment, { input: { ...input, parentId: thread.commentId } });
  } catch (error) {
    if (!isReplyToReply(error)) throw error;
    // The thread ID names a reply, as those of @chat-adapter/linear's history do: its root is what Linear takes.
    const { comment } = await parts.api.execute(getComment, { id: thread.commentId });
    if (comment.parentId === undefined) throw error;
    return await parts.api.execute(createComment, { input: { ...input, parentId: comment.parentId } });
  }
}

// "incorrect parent", "Parent comment must be a top level comment."
const isReplyToReply = (error: unknown): boolean =>
  isLinearAdapterError(error, "INPUT_REFUSED") && /incorrect parent|top level comment/i.test(error.message);

/** Makes the Chat SDK's sent message of a written comment. Its thread is the one that an answer to it comes in. */
function toSentMessage(thread: CommentThread, comment: WrittenComment): RawMessage<LinearRawMessage> {
  const { author, ...written } = comment;
  return {
    id: comment.id,
    threadId: formatThread({ kind: "comment", issueId: thread.issueId, commentId: comment.parentId ?? comment.id }),
    raw: {
      kind: "comment",
      organizationId: author?.organizationId ?? "",
      comment: { ...written, issueId: thread.issueId, user: author ? authorNodeToActor(author) : LINEAR },
    },
  };
}
