import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import type { SessionEffect } from "./session-effect.js";
import type { SessionWriter } from "./session-writer.js";
import { FAILURE_TEXT } from "./stream-texts.js";

/** The first sign of life of a bot that takes its time. */
export const ACKNOWLEDGEMENT = "Working on it…";

export interface LiveTurnParts {
  sessionWriter: SessionWriter;
  clock: Clock;
  /** How long a bot may say nothing before Linear is told that it works, in ms. */
  acknowledgeAfterMs: number | false;
  logger: Pick<Logger, "warn">;
}

/**
 * Runs the handling of a session's message so that the session never looks dead: Linear wants a sign of life within
 * 10 s, and a turn that throws ends in one error activity, which tells nothing of the exception.
 * https://linear.app/developers/agent-interaction
 */
export async function runLiveTurn(
  sessionId: string,
  work: () => Promise<void>,
  isFailure: (error: unknown) => boolean,
  parts: LiveTurnParts,
): Promise<void> {
  const over = new AbortController();
  let last: SessionEffect["kind"] | undefined;
  const stopListening = parts.sessionWriter.listen(sessionId, (kind) => {
    last = kind;
  });
  const say = async (effect: SessionEffect): Promise<void> => {
    try {
      await parts.sessionWriter.perform(sessionId, effect);
    } catch (error) {
      parts.logger.warn("An agent session could not be told how its turn goes", { kind: effect.kind, error });
    }
  };

  const acknowledged = acknowledge(over.signal, parts, async () => {
    if (last === undefined) await say({ kind: "thought", body: ACKNOWLEDGEMENT, ephemeral: true });
  });
  try {
    await work();
  } catch (error) {
    // A stream that fails has ended the session in an error already.
    if (isFailure(error) && last !== "error") await say({ kind: "error", body: FAILURE_TEXT });
    throw error;
  } finally {
    over.abort();
    await acknowledged;
    stopListening();
  }
}

async function acknowledge(
  over: AbortSignal,
  { acknowledgeAfterMs, clock }: LiveTurnParts,
  tell: () => Promise<void>,
): Promise<void> {
  if (acknowledgeAfterMs === false) return;
  try {
    await clock.sleep(acknowledgeAfterMs, over);
  } catch {
    // The turn was over first.
    return;
  }
  await tell();
}
