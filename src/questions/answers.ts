import type { Message } from "chat";
import type { Identity } from "../credentials/auth.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { threadOf } from "../messages/to-chat-message.js";
import { isSameEmoji } from "../render/emoji.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { Awaitable } from "../util/awaitable.js";
import type { AnsweredAction } from "./answered-action.js";
import type { Callbacks } from "./callbacks.js";
import { matchAnswer } from "./match-answer.js";
import type { AnswerThread, PendingQuestions } from "./pending-questions.js";
import { type Choice, callbackToken, type Question } from "./question.js";

/** A reaction that may be an answer. */
export interface ReactionAnswer {
  id: string;
  /** Linear's name. */
  emoji: string;
  commentId: string;
  userId: string;
}

/** Tells answers to pending questions from ordinary messages. What is taken for an answer is taken once. */
export interface Answers {
  /** `identity` is who we are where the message was written. */
  takeMessage(message: Message<LinearRawMessage>, identity: Identity): Awaitable<AnsweredAction | undefined>;
  /** `threadId` is that of the comment. */
  takeReaction(reaction: ReactionAnswer, threadId: string): Promise<AnsweredAction | undefined>;
}

export interface AnswersParts {
  pending: PendingQuestions;
  callbacks: Callbacks;
  /** The names that people may address the bot by. */
  names: (identity: Identity) => readonly string[];
}

export function createAnswers({ pending, callbacks, names }: AnswersParts): Answers {
  const take = async (
    question: Question,
    choice: Choice,
    by: { answerId: string; userId: string; threadId: string },
  ): Promise<AnsweredAction | undefined> => {
    if (!(await pending.take(question, by.answerId, by.userId))) return undefined;
    const isCallback = callbackToken(choice) !== undefined;
    return {
      actionId: choice.actionId,
      value: question.callbacks ? await callbacks.renew(choice, question.callbacks) : choice.value,
      messageId: question.messageId,
      // The chat resolves a callback only in the thread that the card was posted to. A handler without a callback
      // answers where the person did, which for a card posted to an issue is the thread below the card.
      threadId: isCallback ? question.threadId : by.threadId,
      isCallback,
    };
  };

  const takeIn = async (
    { thread, isNumbered }: AnswerPlace,
    { raw, author, id, threadId }: Message<LinearRawMessage>,
    identity: Identity,
  ): Promise<AnsweredAction | undefined> => {
    const question = await pending.findIn(thread);
    const choice = question && matchAnswer(raw.comment.body, question.choices, { isNumbered, names: names(identity) });
    if (question === undefined || choice === undefined || isOlder(raw, question)) return undefined;
    return await take(question, choice, { answerId: id, userId: author.userId, threadId });
  };

  return {
    takeMessage: (message, identity) => {
      const { raw, id } = message;
      const place = findPlace(threadOf(raw), id);
      // The other apps of a workspace decide nothing.
      return raw.comment.user.type === "bot" || place === undefined ? undefined : takeIn(place, message, identity);
    },
    takeReaction: async ({ id, emoji, commentId, userId }, threadId) => {
      const index = YES_AND_NO.findIndex((answer) => isSameEmoji(answer, emoji));
      const question = index === -1 ? undefined : await pending.findByMessage(commentId);
      const choice = question?.isYesOrNo ? question.choices[index] : undefined;
      if (question === undefined || choice === undefined) return undefined;
      return await take(question, choice, { answerId: id, userId, threadId });
    },
  };
}

/** Whether a message was written before the question was asked: it came late, and answers an earlier one. */
const isOlder = ({ comment }: LinearRawMessage, { askedAt }: Question): boolean =>
  askedAt !== undefined && Date.parse(comment.createdAt) < Date.parse(askedAt);

// What a reaction means for a card with two buttons, in their order.
const YES_AND_NO = ["thumbs_up", "thumbs_down"];

/** The conversation that a message may answer in, and whether that shows the choices as a numbered list. */
interface AnswerPlace {
  thread: AnswerThread;
  isNumbered: boolean;
}

function findPlace(thread: LinearThread, messageId: string): AnswerPlace | undefined {
  switch (thread.kind) {
    case "issue":
      return undefined;
    case "comment":
      // A comment that opens a thread answers nothing in it.
      return thread.commentId === messageId ? undefined : { thread, isNumbered: true };
    case "session":
      return { thread, isNumbered: false };
  }
}
