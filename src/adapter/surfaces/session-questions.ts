import type { Logger } from "chat";
import type { PendingQuestions } from "../../questions/pending-questions.js";
import type { Choice, Question } from "../../questions/question.js";
import type { SessionEffect } from "../../sessions/speech/session-effect.js";
import type { SessionThread } from "../../threads/thread-id.js";

/**
 * Finds the approval of this session that somebody has answered and that still waits: whoever answered may not decide,
 * and the bot's next post says so. That post asks again, or Linear would show the session as complete.
 */
export async function findUndecided(
  thread: SessionThread,
  pending: PendingQuestions,
  logger: Pick<Logger, "warn">,
): Promise<Question | undefined> {
  try {
    const question = await pending.findIn(thread);
    if (question?.callbacks === undefined) return undefined;
    return (await pending.takeBackAnswered(question)) ? question : undefined;
  } catch (error) {
    logger.warn("Whether an approval still waits could not be looked up; a message is posted without its options", {
      error,
    });
    return undefined;
  }
}

/**
 * The label and the value of an option are the same, since it is not documented which of them comes back. The value for
 * the bot's handler stays here: it may be a token. https://linear.app/developers/agent-signals
 */
export function toElicitation(body: string, choices: readonly Choice[]): SessionEffect {
  const options = choices.map(({ label }) => ({ label, value: label }));
  return { kind: "elicitation", body, signal: { kind: "select", options } };
}

/** Keeps what an edited question says now. A failure is only logged. */
export async function rememberBody(
  question: Question,
  body: string,
  pending: PendingQuestions,
  logger: Pick<Logger, "warn">,
): Promise<void> {
  try {
    await pending.rememberBody(question, body);
  } catch (error) {
    logger.warn("What an edited message says could not be kept; its next edit may repeat some of it", { error });
  }
}
