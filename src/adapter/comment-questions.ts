import type { RawMessage } from "chat";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { type Asking, askInComment, type KeepQuestion } from "../questions/ask.js";
import type { PendingQuestions } from "../questions/pending-questions.js";
import { readCardQuestion } from "../render/card-choices.js";
import { formatThread, parseThread } from "../threads/thread-id.js";
import type { CommentMessages } from "./comment-messages.js";

export interface CommentQuestionsParts {
  pending: Pick<PendingQuestions, "findByMessage" | "settle">;
  keepQuestion: KeepQuestion;
  /** Whether 👍 and 👎 answer a card with two buttons. */
  answerByReaction: boolean;
}

/** Comments whose cards with choices ask, in a numbered list. A question whose comment is edited is settled. */
export function askInComments(
  comments: CommentMessages,
  { pending, keepQuestion, answerByReaction }: CommentQuestionsParts,
): CommentMessages {
  const keep = async (
    sent: RawMessage<LinearRawMessage>,
    asking: Asking,
    threadId: string,
  ): Promise<RawMessage<LinearRawMessage>> => {
    const { body } = sent.raw.comment;
    const place = parseThread(sent.threadId);
    if (place.kind !== "issue") await keepQuestion({ threadId, messageId: sent.id, body }, asking, place);
    return sent;
  };

  return {
    ...comments,
    post: async (thread, message) => {
      const question = readCardQuestion(message);
      if (question === undefined) return await comments.post(thread, message);
      const asking = askInComment(question, answerByReaction);
      return await keep(await comments.post(thread, asking.message), asking, formatThread(thread));
    },
    edit: async (thread, commentId, message) => {
      const before = await pending.findByMessage(commentId);
      if (before) await pending.settle(before);
      const question = readCardQuestion(message);
      if (question === undefined) return await comments.edit(thread, commentId, message);
      const asking = askInComment(question, answerByReaction);
      return await keep(await comments.edit(thread, commentId, asking.message), asking, formatThread(thread));
    },
  };
}
