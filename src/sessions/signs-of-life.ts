import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import type { OpenTurn } from "./open-turn.js";
import type { SessionEffect } from "./session-effect.js";
import { isClosing } from "./session-pace.js";
import type { PerformOptions, SessionWriter } from "./session-writer.js";
import type { TurnPosts } from "./turn-posts.js";

export interface SignOptions {
  /** How long a bot may say nothing before Linear is told that it works, in ms. */
  acknowledgeAfterMs: number | false;
  /** How long a session may be silent while the bot works, in ms. */
  keepAliveAfterMs: number | false;
}

export interface SignParts extends SignOptions {
  writer: SessionWriter;
  posts: TurnPosts;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** The first sign of life of a bot that takes its time. */
const ACKNOWLEDGEMENT = "Working on it…";
/** A later one, of a bot that takes very long. */
const KEEP_ALIVE = "Still working on it…";

// Handlers mostly return at once when they have posted their answer.
const SHOW_HELD_AFTER_MS = 1_000;

/** Says something that is not worth failing for. */
export async function say(
  { sessionId }: OpenTurn,
  { writer, logger }: Pick<SignParts, "writer" | "logger">,
  effect: SessionEffect,
  options?: PerformOptions,
): Promise<void> {
  try {
    await writer.perform(sessionId, effect, options);
  } catch (error) {
    logger.warn("An agent session could not be told how its turn goes", { kind: effect.kind, error });
  }
}

const showSign = (turn: OpenTurn, parts: SignParts, body: string): Promise<void> =>
  say(turn, parts, { kind: "thought", body, ephemeral: true }, { weight: "vital" });

/** Tells that the bot works when it has shown nothing for some time. Resolves at the end of the turn at the latest. */
export async function acknowledge(turn: OpenTurn, parts: SignParts): Promise<void> {
  const { acknowledgeAfterMs } = parts;
  if (acknowledgeAfterMs === false || !(await pause(acknowledgeAfterMs, turn, parts))) return;
  if (turn.last === undefined) await showSign(turn, parts, ACKNOWLEDGEMENT);
}

/** Tells that the bot still works whenever nothing was said for long. Resolves at the end of the turn at the latest. */
export async function keepAlive(turn: OpenTurn, parts: SignParts): Promise<void> {
  const { keepAliveAfterMs, clock } = parts;
  if (keepAliveAfterMs === false) return;
  let triedAtMs = clock.now().getTime();
  for (;;) {
    const dueAtMs = Math.max(triedAtMs, turn.last?.atMs ?? triedAtMs) + keepAliveAfterMs;
    const waitMs = dueAtMs - clock.now().getTime();
    if (waitMs > 0) {
      if (!(await pause(waitMs, turn, parts))) return;
      continue;
    }
    // A session that has its answer or waits for a person is not to look busy again.
    if (turn.last !== undefined && isClosing(turn.last.effect)) return;
    await showSign(turn, parts, KEEP_ALIVE);
    // Also where it could not be sent, or the turn was stopped: the next one has its time.
    triedAtMs = clock.now().getTime();
  }
}

/** Shows a post that is held for long, in passing. */
export async function showHeld(turn: OpenTurn, parts: SignParts): Promise<void> {
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
async function pause(ms: number, { over }: OpenTurn, { clock }: SignParts): Promise<boolean> {
  try {
    await clock.sleep(ms, over.signal);
    return true;
  } catch {
    return false;
  }
}
