import type { Logger, RawMessage, StreamChunk, StreamOptions } from "chat";
import { isLinearAdapterError } from "../../errors.js";
import type { LinearRawMessage } from "../../messages/raw-message.js";
import type { CommentThread } from "../../threads/thread-id.js";
import type { Clock } from "../../util/clock.js";
import { type CommentParts, editComment, postComment } from "../write-comment.js";
import { type CommentStreamOutcome, type CommentStreamParts, runCommentStream } from "./comment-stream.js";

export interface StreamToCommentParts extends CommentParts {
  clock: Clock;
  createRenderer: CommentStreamParts<{ id: string }>["createRenderer"];
  renderQuestion?: CommentStreamParts<{ id: string }>["renderQuestion"];
  /** Fills in what a bot's text leaves open for Linear: mentions and emoji. */
  render: (markdown: string) => Promise<string>;
  /** The least time between two edits, in ms. */
  editIntervalMs: number;
  logger: Pick<Logger, "warn">;
}

/** A comment with the part of its text that did not fit. */
interface Shown {
  message: RawMessage<LinearRawMessage>;
  overflow: readonly string[];
}

// The chat asks for this when nobody has chosen: it would spend Linear's hourly budget on a few long answers.
const CHAT_DEFAULT_INTERVAL_MS = 500;

/**
 * Streams into one comment; what is longer than one should be follows in further ones at the end.
 * @throws the stream's error, or that of the final write.
 */
export async function streamToComment(
  thread: CommentThread,
  chunks: AsyncIterable<string | StreamChunk>,
  options: StreamOptions,
  parts: StreamToCommentParts,
): Promise<CommentStreamOutcome<RawMessage<LinearRawMessage>>> {
  const comment = createStreamedComment(thread, parts);
  let outcome: CommentStreamOutcome<RawMessage<LinearRawMessage>>;
  try {
    outcome = await runCommentStream<RawMessage<LinearRawMessage>>(chunks, {
      post: comment.post,
      edit: comment.edit,
      onDropped: (error) => parts.logger.warn("A streamed comment could not be updated", { error }),
      createRenderer: parts.createRenderer,
      renderQuestion: parts.renderQuestion,
      clock: parts.clock,
      editIntervalMs: Math.max(parts.editIntervalMs, askedInterval(options)),
      placeholder: options.fallbackStreamingPlaceholderText,
      signal: options.signal,
    });
  } catch (error) {
    await comment.postOverflow().catch((dropped: unknown) => {
      parts.logger.warn("The end of a streamed comment could not be posted", { error: dropped });
    });
    throw error;
  }
  await comment.postOverflow();
  return outcome;
}

const askedInterval = ({ updateIntervalMs = 0 }: StreamOptions): number =>
  updateIntervalMs === CHAT_DEFAULT_INTERVAL_MS ? 0 : updateIntervalMs;

interface StreamedComment {
  post(markdown: string): Promise<RawMessage<LinearRawMessage>>;
  edit(id: string, markdown: string): Promise<RawMessage<LinearRawMessage>>;
  /** Posts what did not fit into the comment as it is now. */
  postOverflow(): Promise<void>;
}

function createStreamedComment(thread: CommentThread, parts: StreamToCommentParts): StreamedComment {
  // Both tries carry one id, should the first one's answer be lost.
  const id = parts.newId();
  let isTried = false;
  let shown: Shown | undefined;

  const write = async (
    markdown: string,
    send: (body: string) => Promise<RawMessage<LinearRawMessage>>,
  ): Promise<RawMessage<LinearRawMessage>> => {
    const [first = markdown, ...overflow] = parts.splitBody(await parts.render(markdown));
    const message = await send(first);
    shown = { message, overflow };
    return message;
  };

  const create = (body: string): Promise<RawMessage<LinearRawMessage>> => {
    isTried = true;
    return postComment(thread, body, { ...parts, newId: () => id });
  };

  // The first try may have landed all the same, with less text.
  const createOrReplace = async (body: string): Promise<RawMessage<LinearRawMessage>> => {
    try {
      return await editComment(thread, id, body, parts);
    } catch (error) {
      if (isLinearAdapterError(error, "NOT_FOUND")) return await create(body);
      throw error;
    }
  };

  return {
    post: (markdown) => write(markdown, isTried ? createOrReplace : create),
    edit: (commentId, markdown) => write(markdown, (body) => editComment(thread, commentId, body, parts)),
    postOverflow: async () => {
      if (!shown) return;
      const { raw } = shown.message;
      const commentId = raw.comment.parentId ?? raw.comment.id;
      const below = { kind: "comment", issueId: thread.issueId, commentId } as const;
      for (const body of shown.overflow) await postComment(below, body, parts);
    },
  };
}
