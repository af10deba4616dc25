import { type Answers, createAnswers } from "../questions/answers.js";
import { createKeepQuestion, type KeepQuestion } from "../questions/ask.js";
import { createCallbacks } from "../questions/callbacks.js";
import { createPendingQuestions, type PendingQuestions } from "../questions/pending-questions.js";
import type { AdapterCore } from "./adapter-core.js";

/** The part of the composition root that is about cards that ask. */
export interface ComposedQuestions {
  pending: PendingQuestions;
  keepQuestion: KeepQuestion;
  answers: Answers;
}

export function composeQuestions({ environment, host, identity }: AdapterCore): ComposedQuestions {
  const { newId } = environment;
  const { logger, state } = host;
  const pending = createPendingQuestions(state);
  const callbacks = createCallbacks(state, newId);

  return {
    pending,
    keepQuestion: createKeepQuestion({ pending, callbacks, newId, logger }),
    answers: createAnswers({ pending, callbacks, names: identity.names }),
  };
}
