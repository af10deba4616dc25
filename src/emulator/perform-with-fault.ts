import { setTimeout as sleep } from "node:timers/promises";
import { toEmpty, toUnsuccessful } from "./altered-answer.js";
import type { FaultKind } from "./faults.js";
import type { Answer } from "./server.js";

/** How an endpoint words the refusals that faults ask for. */
export interface FaultAnswers {
  rateLimited(retryAfterMs: number): Answer;
  unauthorized(): Answer;
  error(type: string, message: string): Answer;
}

/** Does the work, unless the fault says otherwise. */
export async function performWithFault(
  fault: FaultKind | undefined,
  perform: () => Promise<Answer> | Answer,
  answers: FaultAnswers,
): Promise<Answer> {
  switch (fault?.kind) {
    case undefined:
      return perform();
    case "delay":
      await sleep(fault.ms, undefined, { ref: false });
      return perform();
    case "drop-before":
      return "dropped";
    case "drop-after":
      await perform();
      return "dropped";
    case "status":
      return { status: fault.status, body: `HTTP ${fault.status}`, headers: fault.headers ?? {} };
    case "rate-limited":
      return answers.rateLimited(fault.retryAfterMs);
    case "unauthorized":
      return answers.unauthorized();
    case "graphql-error":
      return answers.error(fault.type, fault.message);
    case "unsuccessful":
      return toUnsuccessful(await perform());
    case "empty":
      return toEmpty(await perform());
  }
}
