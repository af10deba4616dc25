import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import type { OpenTurn } from "./open-turn.js";
import { isPlan } from "./session-pace.js";
import { acknowledge, keepAlive, type SignParts, say, showHeld } from "./signs-of-life.js";

export interface LiveTurnParts extends SignParts {
  /** The error of a turn that throws. */
  failureText: string;
  /** The response of a turn that has said nothing. */
  silentResponse: string | false;
  /** Whether a message of the thread waits for its turn, or is being handled elsewhere. */
  isBusy: (threadId: string) => Promise<boolean>;
  logger: Pick<Logger, "warn" | "error">;
}

/** Handles a session's message within `turn`, so that the session never looks dead. */
export type RunLiveTurn = (
  turn: OpenTurn,
  work: () => Promise<void>,
  isFailure: (error: unknown) => boolean,
) => Promise<void>;

export interface LiveTurns {
  run: RunLiveTurn;
  /** The process ends: waits a little for what runs, then sends what is still held. Never throws. */
  finish(): Promise<void>;
}

// Hosts mostly kill a process that takes longer than ten seconds.
const FINISH_GRACE_MS = 5_000;

/**
 * Linear wants a sign of life within 10 s and one every 30 minutes; a turn that throws ends in one error activity, which
 * tells nothing of the exception; the newest post of a turn that is over is its response.
 * https://linear.app/developers/agent-interaction, https://linear.app/developers/agent-best-practices
 */
export function createLiveTurns(parts: LiveTurnParts): LiveTurns {
  const running = new Map<OpenTurn, Promise<void>>();

  const handle: RunLiveTurn = async (turn, work, isFailure) => {
    const stopListening = parts.writer.listen(turn.sessionId, (effect, sending) => {
      const landed = sending.then(
        () => true,
        () => false,
      );
      // A plan is no sign of life to Linear.
      if (!isPlan(effect)) turn.last = { effect, atMs: parts.clock.now().getTime(), landed };
    });
    const watching = [acknowledge(turn, parts), keepAlive(turn, parts)];
    turn.onHeld = () => void watching.push(showHeld(turn, parts));
    try {
      await work();
      await endTurn(turn, parts);
    } catch (error) {
      if (isFailure(error)) await failTurn(turn, parts);
      throw error;
    } finally {
      turn.over.abort();
      await Promise.all(watching);
      await parts.writer.settled(turn.sessionId);
      stopListening();
    }
  };

  return {
    run: (turn, work, isFailure) => {
      const handled = handle(turn, work, isFailure).finally(() => running.delete(turn));
      running.set(turn, handled);
      return handled;
    },
    finish: async () => {
      await within(FINISH_GRACE_MS, Promise.allSettled(running.values()), parts.clock);
      await Promise.all([...running.keys()].map((turn) => giveUp(turn, parts)));
    },
  };
}

/** Resolves when `work` does, and at the latest after `ms` milliseconds. */
async function within(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  const done = new AbortController();
  const elapsed = clock.sleep(ms, done.signal).catch(() => {});
  await Promise.race([work, elapsed]);
  done.abort();
}

/** What the bot posted last is its answer, as far as anybody will know. */
async function giveUp(turn: OpenTurn, { posts, logger }: LiveTurnParts): Promise<void> {
  turn.over.abort();
  try {
    await posts.close(turn);
  } catch (error) {
    logger.error("The answer of a turn that did not end in time did not reach its agent session", { error });
  }
}

/** Waits for what the handler has called and not awaited: it belongs to the turn as well. */
async function awaitCalls({ calls, over }: OpenTurn): Promise<void> {
  while (calls.size > 0) await Promise.all(calls);
  over.abort();
}

async function endTurn(turn: OpenTurn, parts: LiveTurnParts): Promise<void> {
  await awaitCalls(turn);
  try {
    await parts.posts.close(turn);
  } catch (error) {
    parts.logger.error("The answer of a turn did not reach its agent session", { error });
    throw error;
  }
  const { silentResponse } = parts;
  if (silentResponse === false || turn.hasSpoken || turn.mayBeSilent) return;
  // A message that waits in the chat's queue is handled in another turn.
  if (!(await parts.isBusy(turn.threadId))) await say(turn, parts, { kind: "response", body: silentResponse });
}

/** What was posted before stays as a thought. A stream that fails has ended the session in an error already. */
async function failTurn(turn: OpenTurn, parts: LiveTurnParts): Promise<void> {
  await awaitCalls(turn);
  try {
    await parts.posts.fail(turn);
  } catch (error) {
    parts.logger.warn("What was posted last did not reach the agent session", { error });
  }
  const isSaid = turn.last?.effect.kind === "error" && (await turn.last.landed);
  if (!isSaid) await say(turn, parts, { kind: "error", body: parts.failureText });
}
