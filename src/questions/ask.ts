import type { Logger, PostableCard } from "chat";
import { appendToCard, type CardQuestion } from "../render/card-choices.js";
import type { StreamQuestion } from "../streams/approval-chunk.js";
import { toApprovalChoices } from "../streams/tool-approval.js";
import type { Callbacks } from "./callbacks.js";
import type { AnswerThread, PendingQuestions } from "./pending-questions.js";
import { type Choice, isApproval, type Question, toChoices } from "./question.js";
import { renderDescriptions, renderNumberedChoices } from "./render-choices.js";

/** A card as it is asked: what to say, and what can be answered. */
export interface Asking {
  message: PostableCard;
  choices: readonly Choice[];
  isYesOrNo: boolean;
}

/** A question in an agent session. Linear shows the choices itself. */
export function askInSession({ message, choices: onCard }: CardQuestion): Asking {
  const choices = toChoices(onCard);
  const descriptions = renderDescriptions(choices);
  return {
    message: descriptions === "" ? message : appendToCard(message, descriptions),
    choices,
    isYesOrNo: false,
  };
}

/** A question in a comment thread, which shows its choices as a numbered list. */
export function askInComment({ message, choices: onCard }: CardQuestion, answerByReaction: boolean): Asking {
  const choices = toChoices(onCard);
  const isYesOrNo = answerByReaction && choices.length === 2 && onCard.every(({ kind }) => kind === "button");
  return { message: appendToCard(message, renderNumberedChoices(choices, isYesOrNo)), choices, isYesOrNo };
}

/** The answers to the question of tools that wait for approval, which is no card. */
export function askApproval({ approvalIds }: StreamQuestion, answerByReaction: boolean): Omit<Asking, "message"> {
  return { choices: toChoices(toApprovalChoices(approvalIds)), isYesOrNo: answerByReaction };
}

/** The question of tools that wait for approval as a comment thread shows it, with its choices as a numbered list. */
export function renderApproval(question: StreamQuestion, answerByReaction: boolean): string {
  const { choices, isYesOrNo } = askApproval(question, answerByReaction);
  return `${question.body}\n\n${renderNumberedChoices(choices, isYesOrNo)}`;
}

export interface KeepQuestionParts {
  pending: PendingQuestions;
  callbacks: Callbacks;
  newId: () => string;
  logger: Pick<Logger, "error">;
}

/**
 * Keeps a question that has been asked, so that the next answer in `place` finds it, and so does a reaction to the message
 * or to one of the comments that it goes on in.
 */
export type KeepQuestion = (
  asked: Pick<Question, "threadId" | "messageId" | "body" | "askedAt">,
  asking: Omit<Asking, "message">,
  place: AnswerThread,
  furtherIds?: readonly string[],
) => Promise<void>;

export function createKeepQuestion({ pending, callbacks, newId, logger }: KeepQuestionParts): KeepQuestion {
  return async (asked, { choices, isYesOrNo }, place, furtherIds = []) => {
    try {
      const copies = isApproval(choices) ? await callbacks.copy(choices) : undefined;
      const question = { ...asked, id: newId(), choices, isYesOrNo, ...(copies && { callbacks: copies }) };
      await pending.remember(question, place, furtherIds);
    } catch (error) {
      // The card is out: to throw would make the bot post it a second time.
      logger.error("A question could not be kept; its answer will come as an ordinary message", { error });
    }
  };
}
