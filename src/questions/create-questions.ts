import type { Logger } from "chat";
import type { BotIdentity } from "../organizations/bot-identity.js";
import type { Memory } from "../util/memory.js";
import { type Answers, createAnswers } from "./answers.js";
import { createKeepQuestion, type KeepQuestion } from "./ask.js";
import { createCallbacks } from "./callbacks.js";
import { createPendingQuestions, type PendingQuestions } from "./pending-questions.js";

/** Cards that ask, and what answers them. */
export interface Questions {
  pending: PendingQuestions;
  keepQuestion: KeepQuestion;
  answers: Answers;
  /** Puts a session's older card aside, which takes no answer any more since something else is asked. Never rejects. */
  putAside(sessionId: string): Promise<void>;
}

export interface QuestionsParts {
  memory: () => Memory;
  identity: Pick<BotIdentity, "names">;
  newId: () => string;
  logger: Pick<Logger, "error" | "warn">;
}

export function createQuestions({ memory, identity, newId, logger }: QuestionsParts): Questions {
  const pending = createPendingQuestions(memory);
  const callbacks = createCallbacks(memory, newId);

  return {
    pending,
    keepQuestion: createKeepQuestion({ pending, callbacks, newId, logger }),
    answers: createAnswers({ pending, callbacks, names: identity.names }),
    putAside: async (sessionId) => {
      try {
        await pending.forgetIn({ kind: "session", issueId: undefined, sessionId });
      } catch (error) {
        logger.warn("An older question of the agent session could not be put aside; its options still count", {
          sessionId,
          error,
        });
      }
    },
  };
}
