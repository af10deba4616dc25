import type { LinearApi } from "../api/operation.js";
import { type CommentCreateInput, createComment, getComment, type WrittenComment } from "../api/operations/comments.js";
import { isLinearAdapterError } from "../errors.js";
import type { CommentThread } from "../threads/thread-id.js";

export interface CreateCommentParts {
  api: LinearApi;
  /** Called with the id of a comment or reaction before it is sent. */
  rememberOwn: (commentId: string) => Promise<void>;
}

/** Creates a comment in a thread, under an id of ours. */
export async function createCommentIn(
  thread: CommentThread,
  id: string,
  body: string,
  parts: CreateCommentParts,
): Promise<WrittenComment> {
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
