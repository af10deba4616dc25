import type { Logger, RawMessage, StreamChunk, StreamOptions } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { type CommentParts, type CommentThread, editComment, postComment } from "../messages/write-comment.js";
import type { Clock } from "../util/clock.js";
import { type CommentStreamParts, runCommentStream } from "./comment-stream.js";

export interface StreamToCommentParts extends CommentParts {
  clock: Clock;
  createRenderer: CommentStreamParts<{ id: string }>["createRenderer"];
  /** The least time between two edits, in ms. */
  editIntervalMs: number;
  logger: Pick<Logger, "warn">;
}

/** Streams into one comment; what is longer than one should be follows in further ones at the end. */
export async function streamToComment(
  thread: CommentThread,
  chunks: AsyncIterable<string | StreamChunk>,
  options: StreamOptions,
  parts: StreamToCommentParts,
): Promise<RawMessage<LinearRawMessage> | undefined> {
  // One id for both tries, should the first one's answer be lost.
  const id = parts.newId();
  let whole = "";
  const firstPart = (markdown: string): string => {
    whole = markdown;
    return parts.splitBody(markdown)[0] ?? markdown;
  };

  const outcome = await runCommentStream<RawMessage<LinearRawMessage>>(chunks, {
    post: (markdown) => postComment(thread, firstPart(markdown), { ...parts, newId: () => id }),
    edit: (commentId, markdown) => editComment(thread, commentId, firstPart(markdown), parts),
    onDropped: (error) => parts.logger.warn("A streamed comment could not be updated", { error }),
    createRenderer: parts.createRenderer,
    clock: parts.clock,
    // The chat's own default of 500 ms would spend Linear's hourly budget on one long answer.
    editIntervalMs: Math.max(parts.editIntervalMs, options.updateIntervalMs ?? 0),
    placeholder: options.fallbackStreamingPlaceholderText,
    signal: options.signal,
  });

  const posted = outcome.kind === "nothing" ? undefined : outcome.posted;
  if (posted) await postOverflow(thread, posted, parts.splitBody(whole).slice(1), parts);
  return posted;
}

async function postOverflow(
  thread: CommentThread,
  { raw }: RawMessage<LinearRawMessage>,
  bodies: readonly string[],
  parts: CommentParts,
): Promise<void> {
  const commentId = raw.comment.parentId ?? raw.comment.id;
  for (const body of bodies) await postComment({ kind: "comment", issueId: thread.issueId, commentId }, body, parts);
}
