import type { AdapterPostableMessage, Logger } from "chat";
import { StreamingMarkdownRenderer } from "chat";
import { deleteComment } from "../../api/operations/comments.js";
import type { PacedEdits } from "../../comments/paced-edits.js";
import { addReaction, removeReaction } from "../../comments/reactions.js";
import { streamToComment } from "../../comments/stream/stream-to-comment.js";
import { type CommentParts, editComment, postComment } from "../../comments/write-comment.js";
import type { RenderOutgoing } from "../../messages/render-outgoing.js";
import { type Asking, askApproval, askInComment, renderApproval } from "../../questions/ask.js";
import type { Questions } from "../../questions/create-questions.js";
import { readCardQuestion } from "../../render/card-choices.js";
import { isSameEmoji, toLinearEmoji } from "../../render/emoji.js";
import type { UnsentMessage } from "../../sessions/sent-message.js";
import { buildEmptyError } from "../../streams/stream-errors.js";
import { type CommentThread, formatThread, parseThread } from "../../threads/thread-id.js";
import type { Clock } from "../../util/clock.js";
import { standInComment, toChecklist } from "./comment-plan.js";
import type { Lookup } from "./lookup.js";
import type { Sent, Surface } from "./surface.js";

export interface CommentSurfaceParts extends CommentParts {
  config: {
    /** Whether 👍 and 👎 answer a card with two buttons. */
    answerByReaction: boolean;
    /** The least time between two edits of a streamed comment, in ms. */
    streamEditIntervalMs: number;
  };
  render: RenderOutgoing;
  questions: Pick<Questions, "keepQuestion" | "pending">;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  state: () => unknown;
  lookup: Lookup;
  /** The edits of checklists. */
  edits: PacedEdits<Sent>;
  /** Stands in for the facts of what is not written yet. */
  unsent: () => UnsentMessage;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/**
 * Comments on an issue and replies below one. Cards with choices ask in a numbered list, and a plan is one comment with a
 * checklist.
 */
export function createCommentSurface(parts: CommentSurfaceParts): Surface<CommentThread> {
  const { api, config, edits, lookup, newId, render, unsent } = parts;
  const { keepQuestion, pending } = parts.questions;

  const post = async (thread: CommentThread, message: AdapterPostableMessage): Promise<Sent> =>
    await postComment(thread, await render(message), parts);
  const edit = async (thread: CommentThread, commentId: string, message: AdapterPostableMessage): Promise<Sent> =>
    await editComment(thread, commentId, await render(message), parts);

  /** Keeps what a comment asks. Answers come in the thread below it. */
  const keepAsked = async (sent: Sent, asking: Omit<Asking, "message">, thread: CommentThread): Promise<Sent> => {
    const asked = { threadId: formatThread(thread), messageId: sent.id, body: sent.raw.comment.body };
    const place = parseThread(sent.threadId);
    switch (place.kind) {
      case "comment":
      case "session":
        await keepQuestion(asked, asking, place);
        return sent;
      case "issue":
        return sent;
    }
  };

  return {
    post: async (thread, message) => {
      const question = readCardQuestion(message);
      if (question === undefined) return await post(thread, message);
      // The state has to be there before anything is asked: a question that is not kept has no answer.
      parts.state();
      const asking = askInComment(question, config.answerByReaction);
      return await keepAsked(await post(thread, asking.message), asking, thread);
    },
    edit: async (thread, commentId, message) => {
      // A question whose comment is edited is settled.
      const before = await pending.findByMessage(commentId);
      if (before) await pending.settle(before);
      const question = readCardQuestion(message);
      if (question === undefined) return await edit(thread, commentId, message);
      // The state has to be there before anything is asked: a question that is not kept has no answer.
      parts.state();
      const asking = askInComment(question, config.answerByReaction);
      return await keepAsked(await edit(thread, commentId, asking.message), asking, thread);
    },
    delete: async (_thread, commentId) => await api.execute(deleteComment, { id: commentId }),
    stream: async (thread, chunks, options) => {
      const outcome = await streamToComment(thread, chunks, options, {
        ...parts,
        editIntervalMs: config.streamEditIntervalMs,
        createRenderer: () => new StreamingMarkdownRenderer(),
        renderQuestion: (question) => renderApproval(question, config.answerByReaction),
      });
      switch (outcome.kind) {
        case "posted":
          return outcome.question === undefined
            ? outcome.posted
            : await keepAsked(outcome.posted, askApproval(outcome.question, config.answerByReaction), thread);
        case "aborted":
          // An abort before the first text leaves no comment, which is no fault of the stream.
          return outcome.posted ?? standInComment(thread, "", unsent());
        case "nothing":
          throw buildEmptyError();
      }
    },
    postPlan: async (thread, plan) => {
      const posted = await post(thread, await toChecklist(plan, parts));
      edits.note(posted.id);
      return posted;
    },
    editPlan: async (thread, commentId, plan) => {
      const checklist = await toChecklist(plan, parts);
      const edited = await edits.write(commentId, () => edit(thread, commentId, checklist));
      return edited ?? standInComment(thread, checklist.raw, { ...unsent(), id: commentId });
    },
    addReaction: async (_thread, commentId, emoji) => {
      const id = newId();
      await parts.rememberOwn(id);
      await addReaction(api, id, commentId, toLinearEmoji(emoji));
    },
    removeReaction: async (_thread, commentId, emoji) =>
      await removeReaction(api, commentId, (stored) => isSameEmoji(emoji, stored)),
    fetchMessages: lookup.fetchMessages,
    fetchMessage: (_thread, commentId) => lookup.fetchComment(commentId),
    fetchThread: lookup.fetchIssueThread,
    listThreads: lookup.listIssueThreads,
  };
}
