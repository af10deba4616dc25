import type { Logger } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { LinearRateLimitError } from "../../errors.js";
import type { Clock } from "../../util/clock.js";

export interface SpeechApiParts {
  api: LinearApi;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Whether a rate limit is waited for however long it lasts. */
  isPatient: boolean;
  /** Asked before anything is tried again: meanwhile a person may have pressed Stop, here or in another process. */
  isStillWanted: () => Promise<boolean>;
}

// Waiting lasts as long as people may wait for an answer; by then an hour's limit has filled up again by a sixth.
const MAX_RATE_LIMIT_WAIT_MS = 10 * 60_000;
const RATE_LIMIT_PAUSE_MS = 5_000;

/**
 * Sends what is said in a session. Each request is tried again by itself and with its own id, so that nothing is said
 * twice when the answer to an earlier try was lost.
 */
export function createSpeechApi({ api, clock, logger, isPatient, isStillWanted }: SpeechApiParts): LinearApi {
  return {
    watchBudget: () => api.watchBudget(),
    execute: async (operation, variables, options) => {
      const giveUpAt = clock.now().getTime() + (isPatient ? MAX_RATE_LIMIT_WAIT_MS : 0);
      let isTold = false;
      for (;;) {
        try {
          return await api.execute(operation, variables, { ...options, isStillWanted });
        } catch (error) {
          if (!(error instanceof LinearRateLimitError) || clock.now().getTime() >= giveUpAt) throw error;
          if (!isTold) {
            const { retryAfterMs } = error;
            logger.warn("What is said in an agent session waits for the rate limit", {
              operation: operation.name,
              retryAfterMs,
            });
          }
          isTold = true;
          await clock.sleep(RATE_LIMIT_PAUSE_MS);
          if (!(await isStillWanted())) throw error;
        }
      }
    },
  };
}
