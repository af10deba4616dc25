import type { HandOver } from "./event-handler.js";
import type { InboundParts } from "./inbound-parts.js";

/**
 * Runs what comes before the bot hears of a session's message; `undefined` means that it does not. From the answer to
 * Linear on nobody sends the event again: a session whose event is lost, as by a state that is away, is told so.
 */
export async function prepareOrFail(
  sessionId: string,
  { fail, logger }: InboundParts,
  prepare: () => Promise<HandOver | undefined>,
): Promise<HandOver | undefined> {
  try {
    return await prepare();
  } catch (error) {
    await fail(sessionId).catch((failure: unknown) => {
      logger.error("An agent session could not be told that its event was lost", { sessionId, error: failure });
    });
    throw error;
  }
}
