import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import type { OpenTurn } from "./open-turn.js";
import type { SessionEffect } from "./session-effect.js";
import { isClosing, isPlan } from "./session-pace.js";
import type { PerformOptions, SessionWriter } from "./session-writer.js";
import type { TurnPosts } from "./turn-posts.js";

/** The first sign of life of a bot that takes its time. */
export const ACKNOWLEDGEMENT = "Working on it…";
/** A later one, of a bot that takes very long. */
export const KEEP_ALIVE = "Still working on it…";

export interface LiveTurnOptions {
  /** How long a bot may say nothing before Linear is told that it works, in ms. */
  acknowledgeAfterMs: number | false;
  /** How long a session may be silent while the bot works, in ms. */
  keepAliveAfterMs: number | false;
  /** The error of a turn that throws. */
  failureText: string;
  /** The response of a turn that has said nothing. */
  silentResponse: string | false;
}

export interface LiveTurnParts extends LiveTurnOptions {
  writer: SessionWriter;
  clock: Clock;
  posts: TurnPosts;
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

/** Says something that is not worth failing for. */
async function say(
  { sessionId }: OpenTurn,
  { writer, logger }: LiveTurnParts,
  effect: SessionEffect,
  options?: PerformOptions,
): Promise<void> {
  try {
    await writer.perform(sessionId, effect, options);
  } catch (error) {
    logger.warn("An agent session could not be told how its turn goes", { kind: effect.kind, error });
  }
}

const sign = (body: string): SessionEffect => ({ kind: "thought", body, ephemeral: true });

async function acknowledge(turn: OpenTurn, parts: LiveTurnParts): Promise<void> {
  const { acknowledgeAfterMs } = parts;
  if (acknowledgeAfterMs === false || !(await pause(acknowledgeAfterMs, turn, parts))) return;
  if (turn.last === undefined) await say(turn, parts, sign(ACKNOWLEDGEMENT), { weight: "vital" });
}

async function keepAlive(turn: OpenTurn, parts: LiveTurnParts): Promise<void> {
  const { keepAliveAfterMs, clock } = parts;
  if (keepAliveAfterMs === false) return;
  const startedAtMs = clock.now().getTime();
  for (;;) {
    const silentMs = clock.now().getTime() - (turn.last?.atMs ?? startedAtMs);
    if (silentMs < keepAliveAfterMs) {
      if (!(await pause(keepAliveAfterMs - silentMs, turn, parts))) return;
      continue;
    }
    // A session that has its answer or waits for a person is not to look busy again.
    if (turn.last !== undefined && isClosing(turn.last.effect)) return;
    await say(turn, parts, sign(KEEP_ALIVE), { weight: "vital" });
  }
}

// Handlers mostly return at once when they have posted their answer.
const SHOW_HELD_AFTER_MS = 1_000;

async function showHeld(turn: OpenTurn, parts: LiveTurnParts): Promise<void> {
  const { answer } = turn;
  if (!(await pause(SHOW_HELD_AFTER_MS, turn, parts)) || turn.answer !== answer) return;
  try {
    if (!(await parts.posts.show(turn))) return;
  } catch (error) {
    parts.logger.warn("What was posted could not be shown while the turn goes on", { error });
    return;
  }
  // The next message is being handled, and has shown nothing so far.
  turn.last = undefined;
  await acknowledge(turn, parts);
}

/** Whether the turn still runs when the time has passed. */
async function pause(ms: number, { over }: OpenTurn, { clock }: LiveTurnParts): Promise<boolean> {
  try {
    await clock.sleep(ms, over.signal);
    return true;
  } catch {
    return false;
  }
}
