import type { LinearThread } from "../threads/thread-id.js";
import { claim } from "../util/claim.js";
import type { Memory } from "../util/memory.js";
import type { Question } from "./question.js";

/** A conversation: an issue is none, but each comment on it opens one. */
export type AnswerThread = Exclude<LinearThread, { kind: "issue" }>;

/**
 * The cards that wait for an answer, in the bot's state: they outlive the process, and any process takes the answer.
 * The newest question of a conversation counts; an older one is answered only by what names it.
 */
export interface PendingQuestions {
  /** `thread` is the conversation in which answers come, `furtherIds` are the comments that the message goes on in. */
  remember(question: Question, thread: AnswerThread, furtherIds: readonly string[]): Promise<void>;
  /** The newest question of a conversation, answered or not. */
  findIn(thread: AnswerThread): Promise<Question | undefined>;
  /** The last question that a message asked, answered or not; any of its comments finds it. */
  findByMessage(messageId: string): Promise<Question | undefined>;
  /** Resolves to whether `answerId` is the one answer; for an approval, whether it is this person's one answer. */
  take(question: Question, answerId: string, userId: string): Promise<boolean>;
  /**
   * Forgets the question of a conversation, since something else is asked in it: what is written there answers no card
   * any more.
   */
  forgetIn(thread: AnswerThread): Promise<void>;
  /** Ends a question: no answer is taken any more. */
  settle(question: Question): Promise<void>;
  /** Keeps what the message of a settled question now says, for the next edit. */
  rememberBody(question: Question, body: string): Promise<void>;
  /** Resolves to true once per answer of an approval, as long as the approval is not settled. */
  takeBackAnswered(question: Question): Promise<boolean>;
}

// Questions are kept as long as the chat keeps the callbacks of a card.
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

export function createPendingQuestions(state: () => Memory): PendingQuestions {
  const find = async (key: string): Promise<Question | undefined> => (await state().get<Question>(key)) ?? undefined;

  /** Claims a key, repeatably for the same `by`: an event may be handled again after a crash. */
  const claimFor = async (key: string, by: string): Promise<boolean> =>
    (await claim(state(), key, by, LIFETIME_MS)) === by;

  return {
    remember: async (question, thread, furtherIds) => {
      for (const id of [question.messageId, ...furtherIds]) await state().set(messageKey(id), question, LIFETIME_MS);
      await state().set(placeKey(thread), question, LIFETIME_MS);
    },
    findIn: (thread) => find(placeKey(thread)),
    findByMessage: (messageId) => find(messageKey(messageId)),
    take: async (question, answerId, userId) => {
      if (question.callbacks === undefined) return await claimFor(settledKey(question), answerId);
      if ((await state().get(settledKey(question))) !== null) return false;
      if (!(await claimFor(personKey(question, userId), answerId))) return false;
      await state().set(answeredKey(question), answerId, LIFETIME_MS);
      return true;
    },
    forgetIn: (thread) => state().delete(placeKey(thread)),
    settle: async (question) => {
      await state().setIfNotExists(settledKey(question), "settled", LIFETIME_MS);
    },
    rememberBody: async (question, body) => {
      // The record holds no choices, since it outlives the mark that the question is settled.
      await state().set(messageKey(question.messageId), { ...question, body, choices: [] }, LIFETIME_MS);
    },
    takeBackAnswered: async (question) => {
      const answered = await state().get(answeredKey(question));
      if (answered === null || (await state().get(settledKey(question))) !== null) return false;
      await state().delete(answeredKey(question));
      return true;
    },
  };
}

const messageKey = (messageId: string): string => `linear:question:message:${messageId}`;
const settledKey = ({ id }: Question): string => `linear:question:settled:${id}`;
const answeredKey = ({ id }: Question): string => `linear:question:answered:${id}`;
const personKey = ({ id }: Question, userId: string): string => `linear:question:answered:${id}:${userId}`;

function placeKey(thread: AnswerThread): string {
  switch (thread.kind) {
    case "session":
      return `linear:question:session:${thread.sessionId}`;
    case "comment":
      return `linear:question:comment:${thread.commentId}`;
  }
}
