import type { StreamChunk } from "chat";
import type { StreamQuestion } from "../../streams/approval-chunk.js";
import { consumeStream } from "../../streams/consume-stream.js";
import { appendMark } from "../../streams/markdown-tail.js";
import { buildEmptyError, failureTextOf } from "../../streams/stream-errors.js";
import { COMMENT_FAILED_MARK, COMMENT_STOPPED_MARK, FAILURE_TEXT, wordlessText } from "../../streams/stream-texts.js";
import { type CommentText, createCommentText, type MarkdownRenderer } from "./comment-text.js";
import { type CommentWriter, type CommentWriterParts, createCommentWriter } from "./comment-writer.js";

/** Least time between two edits of a streamed comment, in ms. */
const EDIT_INTERVAL_MS = 2000;

export interface CommentStreamParts<Posted extends { id: string }> extends CommentWriterParts<Posted> {
  createRenderer(): MarkdownRenderer;
  /** The stream's question with what can be answered, as Markdown. Default: the question alone. */
  renderQuestion?: ((question: StreamQuestion) => string) | undefined;
  /** Least time between two edits, in ms. Default: {@link EDIT_INTERVAL_MS}. */
  editIntervalMs?: number | undefined;
  /** Posted at once, before there is text. Without one the comment appears with the first visible text. */
  placeholder?: string | null | undefined;
  signal?: AbortSignal | undefined;
  /** What is posted when the stream ends without text, and with something done. Not blank. Default: "Done.". */
  emptyText?: string | undefined;
  /** What a stream that fails without text leaves. Not blank. Default: {@link FAILURE_TEXT}. */
  failureText?: string | undefined;
}

/** How a streamed comment ended. "nothing": there was nothing to show and no placeholder, and so there is no comment. */
export type CommentStreamOutcome<Posted> =
  | { kind: "posted"; posted: Posted; question: StreamQuestion | undefined }
  | { kind: "aborted"; posted: Posted | undefined }
  | { kind: "nothing" };

/**
 * Streams text into one comment: posted once, then edited now and then, one request each. Chunks that are not text
 * only separate the text before and after them. An abort or a failure leaves what was received, marked as such.
 * @throws the stream's error, or that of the final `post` or `edit`; LinearAdapterError `STREAM_NOT_UNDERSTOOD` where a
 * placeholder waits for a stream with nothing in it.
 */
export async function runCommentStream<Posted extends { id: string }>(
  chunks: AsyncIterable<string | StreamChunk>,
  parts: CommentStreamParts<Posted>,
): Promise<CommentStreamOutcome<Posted>> {
  if (parts.signal?.aborted) return { kind: "aborted", posted: undefined };
  const { renderQuestion = ({ body }) => body } = parts;
  const text = createCommentText(parts.createRenderer(), renderQuestion);
  const placeholder = parts.placeholder ?? "";
  const writer = createCommentWriter(parts, {
    editIntervalMs: parts.editIntervalMs ?? EDIT_INTERVAL_MS,
    render: () => (text.isEmpty() ? placeholder : text.interim()),
  });

  writer.touch();
  const end = await consumeStream(chunks, parts.signal, (chunk) => {
    text.push(chunk);
    writer.touch();
  });

  const hasComment = placeholder.trim() !== "" || !text.isEmpty();
  switch (end.kind) {
    case "ended":
      if (!text.isEmpty() || text.work() !== "nothing")
        return { kind: "posted", posted: await finish(text, writer, parts), question: text.question() };
      return hasComment ? await breakOff(buildEmptyError(), text, writer, parts) : { kind: "nothing" };
    case "aborted":
      return {
        kind: "aborted",
        posted: hasComment ? await writer.finish(text.half(COMMENT_STOPPED_MARK)) : undefined,
      };
    case "failed":
      return await breakOff(end.error, text, writer, parts);
  }
}

function finish<Posted extends { id: string }>(
  text: CommentText,
  writer: CommentWriter<Posted>,
  { emptyText }: CommentStreamParts<Posted>,
): Promise<Posted> {
  if (text.hasLastWord() && !text.isEmpty()) return writer.finish(text.whole());
  const lastWord = wordlessText(text.work(), emptyText);
  return writer.finish(text.isEmpty() ? lastWord : appendMark(text.whole(), lastWord));
}

async function breakOff<Posted extends { id: string }>(
  cause: unknown,
  text: CommentText,
  writer: CommentWriter<Posted>,
  parts: CommentStreamParts<Posted>,
): Promise<never> {
  const { failureText = FAILURE_TEXT } = parts;
  const reason = failureTextOf(cause, "");
  const mark = reason === "" ? COMMENT_FAILED_MARK : `_${reason}_`;
  try {
    await writer.finish(text.isEmpty() ? failureTextOf(cause, failureText) : text.half(mark));
  } catch (error) {
    parts.onDropped(error);
  }
  throw cause;
}
