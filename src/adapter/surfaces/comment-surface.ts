import type { AdapterPostableMessage, Logger } from "chat";
import { StreamingMarkdownRenderer } from "chat";
import type { PacedEdits } from "../../comments/paced-edits.js";
import { addReaction, removeReaction } from "../../comments/reactions.js";
import { streamToComment } from "../../comments/stream/stream-to-comment.js";
import {
  type CommentParts,
  deleteMessage,
  editMessage,
  postMessage,
  type WrittenMessage,
} from "../../comments/write-comment.js";
import type { Uploads } from "../../files/create-uploads.js";
import type { RenderOutgoing } from "../../messages/render-outgoing.js";
import { type Asking, askApproval, askInComment, renderApproval } from "../../questions/ask.js";
import type { Questions } from "../../questions/create-questions.js";
import { readCardQuestion } from "../../render/card-choices.js";
import { isSameEmoji, toLinearEmoji } from "../../render/emoji.js";
import type { UnsentMessage } from "../../sessions/sent-message.js";
import type { CurrentWork } from "../../sessions/turns/current-work.js";
import { showFiles } from "../../streams/show-files.js";
import { buildEmptyError } from "../../streams/stream-errors.js";
import { type CommentThread, formatThread, parseThread } from "../../threads/thread-id.js";
import type { Clock } from "../../util/clock.js";
import type { Serial } from "../../util/serial.js";
import { standInComment, toChecklist } from "./comment-plan.js";
import type { Lookup } from "./lookup.js";
import type { WithQuote } from "./quoting.js";
import type { Sent, Surface } from "./surface.js";

export interface CommentSurfaceParts extends CommentParts {
  config: {
    /** Whether 👍 and 👎 answer a card with two buttons. */
    answerByReaction: boolean;
    /** The least time between two edits of a streamed comment, in ms. */
    streamEditIntervalMs: number;
    /** What a stream that fails without text leaves. */
    failureText: string;
  };
  render: RenderOutgoing;
  uploads: Pick<Uploads, "uploadOne">;
  withQuote: WithQuote;
  questions: Pick<Questions, "keepQuestion" | "pending">;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  state: () => unknown;
  lookup: Lookup;
  /** The edits of checklists. */
  edits: PacedEdits<Sent>;
  work: Pick<CurrentWork, "noteWrite">;
  writes: Pick<Serial, "run">;
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
  const { api, config, edits, lookup, newId, render, unsent, uploads, work, writes } = parts;
  const { keepQuestion, pending } = parts.questions;

  const inOrder = <Result>(thread: CommentThread, write: () => Promise<Result>): Promise<Result> => {
    const written = writes.run(formatThread(thread), write);
    work.noteWrite(written);
    return written;
  };
  const post = async (thread: CommentThread, message: AdapterPostableMessage): Promise<WrittenMessage> =>
    await postMessage(thread, await render(message), parts);
  const reply = async (
    thread: CommentThread,
    messageId: string,
    message: AdapterPostableMessage,
  ): Promise<WrittenMessage> => {
    const body = await parts.withQuote(await render(message), messageId, () => lookup.fetchComment(messageId));
    return await postMessage(answeredIn(thread, messageId), body, parts);
  };
  const edit = async (
    thread: CommentThread,
    commentId: string,
    message: AdapterPostableMessage,
  ): Promise<WrittenMessage> => await editMessage(thread, commentId, await render(message), parts);
  /** Edits a message, and settles what it has asked once nothing but the edit itself can fail. */
  const editAsked = async (
    thread: CommentThread,
    commentId: string,
    message: AdapterPostableMessage,
  ): Promise<WrittenMessage> => {
    const body = await render(message);
    const before = await pending.findByMessage(commentId);
    if (before) await pending.settle(before);
    return await editMessage(thread, commentId, body, parts);
  };

  /** Writes a message, and where it is a card with choices keeps what it asks. Answers come in the thread below it. */
  const ask = async (
    thread: CommentThread,
    message: AdapterPostableMessage,
    write: (message: AdapterPostableMessage) => Promise<WrittenMessage>,
  ): Promise<Sent> => {
    const question = readCardQuestion(message);
    if (question === undefined) return (await write(message)).sent;
    // The state has to be there before anything is asked: a question that is not kept has no answer.
    parts.state();
    const asking = askInComment(question, config.answerByReaction);
    const { sent, furtherIds } = await write(asking.message);
    await keepAsked(sent, furtherIds, asking, thread);
    return sent;
  };

  const keepAsked = async (
    sent: Sent,
    furtherIds: readonly string[],
    asking: Omit<Asking, "message">,
    thread: CommentThread,
  ): Promise<void> => {
    const { body, updatedAt: askedAt } = sent.raw.comment;
    const asked = { threadId: formatThread(thread), messageId: sent.id, body, askedAt };
    const place = parseThread(sent.threadId);
    switch (place.kind) {
      case "comment":
      case "session":
        return await keepQuestion(asked, asking, place, furtherIds);
      case "issue":
        return;
    }
  };

  return {
    post: (thread, message) => inOrder(thread, () => ask(thread, message, (asking) => post(thread, asking))),
    reply: (thread, messageId, message) =>
      inOrder(thread, () => ask(thread, message, (asking) => reply(thread, messageId, asking))),
    edit: (thread, commentId, message) =>
      inOrder(thread, () => ask(thread, message, (asking) => editAsked(thread, commentId, asking))),
    delete: (thread, commentId) => inOrder(thread, () => deleteMessage(commentId, parts)),
    stream: async (thread, chunks, options) => {
      const shown = showFiles(chunks, { uploads, logger: parts.logger, signal: options.signal });
      const outcome = await streamToComment(thread, shown, options, {
        ...parts,
        editIntervalMs: config.streamEditIntervalMs,
        failureText: config.failureText,
        createRenderer: () => new StreamingMarkdownRenderer(),
        renderQuestion: (question) => renderApproval(question, config.answerByReaction),
        inOrder: (write) => inOrder(thread, write),
      });
      switch (outcome.kind) {
        case "posted":
          if (outcome.question !== undefined) {
            const asking = askApproval(outcome.question, config.answerByReaction);
            await keepAsked(outcome.posted, outcome.furtherIds, asking, thread);
          }
          return outcome.posted;
        case "aborted":
          // An abort before the first text leaves no comment, which is no fault of the stream.
          return outcome.posted ?? standInComment(thread, "", unsent());
        case "nothing":
          throw buildEmptyError();
      }
    },
    postPlan: (thread, plan) =>
      inOrder(thread, async () => {
        const { sent } = await post(thread, await toChecklist(plan, render));
        edits.note(sent.id);
        return sent;
      }),
    editPlan: async (thread, commentId, plan) => {
      const checklist = await toChecklist(plan, render);
      const edited = await edits.write(commentId, () =>
        inOrder(thread, async () => (await edit(thread, commentId, checklist)).sent),
      );
      if (edited === undefined) work.noteWrite(edits.landed(commentId));
      return edited ?? standInComment(thread, checklist.raw, { ...unsent(), id: commentId });
    },
    addReaction: async (_thread, commentId, emoji) => {
      const id = newId(`reactions to ${commentId}`);
      await parts.rememberOwn(id);
      return await addReaction(api, id, commentId, toLinearEmoji(emoji));
    },
    removeReaction: async (_thread, commentId, emoji) =>
      await removeReaction(api, commentId, (stored) => isSameEmoji(emoji, stored)),
    fetchMessages: lookup.fetchMessages,
    fetchMessage: (_thread, commentId) => lookup.fetchComment(commentId),
    fetchThread: lookup.fetchIssueThread,
    listThreads: lookup.listIssueThreads,
  };
}

/** Where an answer to a message belongs: what is answered on an issue is a root comment, or below one. */
function answeredIn(thread: CommentThread, messageId: string): CommentThread {
  switch (thread.kind) {
    case "issue":
      return { kind: "comment", issueId: thread.issueId, commentId: messageId };
    case "comment":
      return thread;
  }
}
