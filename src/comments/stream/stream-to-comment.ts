import type { Logger, StreamChunk, StreamOptions } from "chat";
import { isLinearAdapterError } from "../../errors.js";
import { type CommentThread, formatThread } from "../../threads/thread-id.js";
import type { Clock } from "../../util/clock.js";
import { type FurtherParts, NO_FURTHER_PARTS } from "../further-parts.js";
import {
  type CommentParts,
  editFirst,
  postComment,
  type SentComment,
  type WrittenMessage,
  writeRest,
} from "../write-comment.js";
import { type CommentStreamOutcome, type CommentStreamParts, runCommentStream } from "./comment-stream.js";
import type { Stage } from "./comment-writer.js";

export interface StreamToCommentParts extends CommentParts {
  clock: Clock;
  createRenderer: CommentStreamParts<{ id: string }>["createRenderer"];
  renderQuestion?: CommentStreamParts<{ id: string }>["renderQuestion"];
  /** Fills in what a bot's text leaves open for Linear: mentions and emoji. */
  render: (markdown: string) => Promise<string>;
  /** The least time between two edits, in ms. */
  editIntervalMs: number;
  /** What a stream that fails without text leaves. */
  failureText: string;
  /** Runs a write when those to the same thread that were asked for before are over. */
  inOrder: <Result>(write: () => Promise<Result>) => Promise<Result>;
  logger: Pick<Logger, "warn">;
}

/** A comment with the part of its text that did not fit. */
interface Shown {
  message: SentComment;
  overflow: readonly string[];
  /** The comments that hold such a rest already. */
  further: FurtherParts;
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
): Promise<CommentStreamOutcome<SentComment> & Pick<WrittenMessage, "furtherIds">> {
  const comment = createStreamedComment(thread, parts);
  let outcome: CommentStreamOutcome<SentComment>;
  try {
    outcome = await runCommentStream<SentComment>(chunks, {
      post: comment.post,
      edit: comment.edit,
      onDropped: (error) => parts.logger.warn("A streamed comment could not be updated", { error }),
      createRenderer: parts.createRenderer,
      renderQuestion: parts.renderQuestion,
      failureText: parts.failureText,
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
  return { ...outcome, furtherIds: await comment.postOverflow() };
}

const askedInterval = ({ updateIntervalMs = 0 }: StreamOptions): number =>
  updateIntervalMs === CHAT_DEFAULT_INTERVAL_MS ? 0 : updateIntervalMs;

interface StreamedComment {
  post(markdown: string, stage: Stage): Promise<SentComment>;
  edit(id: string, markdown: string, stage: Stage): Promise<SentComment>;
  /** Posts what did not fit into the comment as it is now; resolves to the ids of the comments that hold it. */
  postOverflow(): Promise<readonly string[]>;
}

function createStreamedComment(thread: CommentThread, parts: StreamToCommentParts): StreamedComment {
  // Both tries carry one id, should the first one's answer be lost.
  const id = parts.newId(formatThread(thread));
  let isTried = false;
  let shown: Shown | undefined;
  let furtherIds: readonly string[] = [];

  const writeOverflow = async (): Promise<void> => {
    if (shown === undefined || shown.overflow.length === 0) return;
    const { message, overflow, further } = shown;
    // What fails here is not tried again: the stream fails with it.
    shown = { message, overflow: [], further };
    furtherIds = await writeRest(thread, message, overflow, further, parts);
  };

  /** Takes its turn among what is written to the thread: the stream as a whole would hold that up for minutes. */
  const write = (
    markdown: string,
    stage: Stage,
    send: (body: string) => Promise<Omit<Shown, "overflow">>,
  ): Promise<SentComment> =>
    parts.inOrder(async () => {
      const [first = markdown, ...overflow] = parts.splitBody(await parts.render(markdown));
      const sent = await send(first);
      shown = { ...sent, overflow };
      // In one step with the first comment, so that nothing comes between them.
      if (stage === "final") await writeOverflow();
      return sent.message;
    });

  const create = async (body: string): Promise<Omit<Shown, "overflow">> => {
    isTried = true;
    return { message: await postComment(thread, id, body, parts), further: NO_FURTHER_PARTS };
  };

  const edit = async (commentId: string, body: string): Promise<Omit<Shown, "overflow">> => {
    const { sent, further } = await editFirst(thread, commentId, body, parts);
    return { message: sent, further };
  };

  // The first try may have landed all the same, with less text.
  const createOrReplace = async (body: string): Promise<Omit<Shown, "overflow">> => {
    try {
      return await edit(id, body);
    } catch (error) {
      if (isLinearAdapterError(error, "NOT_FOUND")) return await create(body);
      throw error;
    }
  };

  return {
    post: (markdown, stage) => write(markdown, stage, isTried ? createOrReplace : create),
    edit: (commentId, markdown, stage) => write(markdown, stage, (body) => edit(commentId, body)),
    postOverflow: async () => {
      if (shown !== undefined && shown.overflow.length > 0) await parts.inOrder(writeOverflow);
      return furtherIds;
    },
  };
}
