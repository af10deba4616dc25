import {
  type AdapterPostableMessage,
  type EmojiValue,
  type Logger,
  type RawMessage,
  type StreamChunk,
  StreamingMarkdownRenderer,
  type StreamOptions,
} from "chat";
import { deleteComment } from "../api/operations/comments.js";
import { LinearAdapterError } from "../errors.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { addReaction, removeReaction } from "../messages/reactions.js";
import type { SourceComments } from "../messages/source-comments.js";
import { type CommentParts, type CommentThread, editComment, postComment } from "../messages/write-comment.js";
import { isSameEmoji, toLinearEmoji } from "../render/emoji.js";
import { streamToComment } from "../sessions/stream-to-comment.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { Clock } from "../util/clock.js";
import type { RenderOutgoing } from "./render-outgoing.js";

/** What the bot does with comments. */
export interface CommentMessages {
  post(thread: CommentThread, message: AdapterPostableMessage): Promise<RawMessage<LinearRawMessage>>;
  edit(
    thread: CommentThread,
    commentId: string,
    message: AdapterPostableMessage,
  ): Promise<RawMessage<LinearRawMessage>>;
  delete(commentId: string): Promise<void>;
  stream(
    thread: CommentThread,
    chunks: AsyncIterable<string | StreamChunk>,
    options: StreamOptions,
  ): Promise<RawMessage<LinearRawMessage>>;
  addReaction(thread: LinearThread, messageId: string, emoji: EmojiValue | string): Promise<void>;
  removeReaction(thread: LinearThread, messageId: string, emoji: EmojiValue | string): Promise<void>;
}

export interface CommentMessagesParts extends CommentParts {
  render: RenderOutgoing;
  sourceComments: SourceComments;
  clock: Clock;
  /** The least time between two edits of a streamed comment, in ms. */
  streamEditIntervalMs: number;
  logger: Pick<Logger, "warn">;
}

export function createCommentMessages(parts: CommentMessagesParts): CommentMessages {
  const { api, newId, sourceComments, render } = parts;

  const commentBehind = async (thread: LinearThread, messageId: string): Promise<string> => {
    if (thread.kind !== "session") return messageId;
    const commentId = await sourceComments.find(messageId, thread.sessionId);
    if (commentId !== undefined) return commentId;
    throw new LinearAdapterError("NOT_FOUND", "There is no comment behind this message that could carry a reaction");
  };

  return {
    post: async (thread, message) => await postComment(thread, await render(message), parts),
    edit: async (thread, commentId, message) => await editComment(thread, commentId, await render(message), parts),
    delete: async (commentId) => await api.execute(deleteComment, { id: commentId }),
    stream: async (thread, chunks, options) => {
      const posted = await streamToComment(thread, chunks, options, {
        ...parts,
        editIntervalMs: parts.streamEditIntervalMs,
        createRenderer: () => new StreamingMarkdownRenderer(),
      });
      if (posted) return posted;
      throw new LinearAdapterError("MESSAGE_INVALID", "The stream ended without any text, so there is nothing to post");
    },
    addReaction: async (thread, messageId, emoji) => {
      const id = newId();
      await parts.rememberOwn(id);
      await addReaction(api, id, await commentBehind(thread, messageId), toLinearEmoji(emoji));
    },
    removeReaction: async (thread, messageId, emoji) =>
      await removeReaction(api, await commentBehind(thread, messageId), (stored) => isSameEmoji(emoji, stored)),
  };
}
