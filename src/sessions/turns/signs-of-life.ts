import type { Logger } from "chat";
import type { Clock } from "../../util/clock.js";
import type { SessionEffect } from "../speech/session-effect.js";
import type { AddOptions, SessionLine } from "../speech/session-line.js";
import { isClosing } from "../speech/session-pace.js";
import type { Turn } from "./turn.js";
import type { HeldPost } from "./turn-answer.js";

export interface SignOptions {
  /** How long a bot may say nothing before Linear is told that it works, in ms. */
  acknowledgeAfterMs: number | false;
  /** How long a session may be silent while the bot works, in ms. */
  keepAliveAfterMs: number | false;
}

export interface SignParts {
  config: SignOptions;
  line: Pick<SessionLine, "add">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** The first sign of life of a bot that takes its time. */
const ACKNOWLEDGEMENT = "Working on it…";
/** A later sign of life, of a bot that takes very long. */
const KEEP_ALIVE = "Still working on it…";

/** Whether something that is said is no more than a sign of life, from whichever process. */
export const isSign = (said: { kind: string; body?: string }): boolean =>
  said.kind === "thought" && (said.body === ACKNOWLEDGEMENT || said.body === KEEP_ALIVE);

// Handlers mostly return at once when they have posted their answer.
const SHOW_HELD_AFTER_MS = 1_000;

/** Tells a session how its turn goes; a failure is only logged, since that is not worth failing for. */
export async function tellHowItGoes(
  { sessionId, threadId }: Turn,
  { line, logger }: Pick<SignParts, "line" | "logger">,
  effect: SessionEffect,
  options?: AddOptions,
): Promise<void> {
  try {
    await line.add(sessionId, effect, options);
  } catch (error) {
    logger.warn("An agent session could not be told how its turn goes", {
      sessionId,
      threadId,
      kind: effect.kind,
      error,
    });
  }
}

const showSign = (turn: Turn, parts: SignParts, body: string): Promise<void> =>
  tellHowItGoes(turn, parts, { kind: "thought", body, ephemeral: true }, { weight: "vital" });

/** Tells that the bot works when it has shown nothing for some time. Resolves at the end of the turn at the latest. */
export async function acknowledge(turn: Turn, parts: SignParts): Promise<void> {
  const { acknowledgeAfterMs } = parts.config;
  if (acknowledgeAfterMs === false || !(await pause(acknowledgeAfterMs, turn, parts))) return;
  if (turn.newest() === undefined) await showSign(turn, parts, ACKNOWLEDGEMENT);
}

/** Tells that the bot still works whenever nothing was said for long. Resolves at the end of the turn at the latest. */
export async function keepAlive(turn: Turn, parts: SignParts): Promise<void> {
  const { clock, config } = parts;
  const { keepAliveAfterMs } = config;
  if (keepAliveAfterMs === false) return;
  let triedAtMs = clock.now().getTime();
  for (;;) {
    const newest = turn.newest();
    const dueAtMs = Math.max(triedAtMs, newest?.atMs ?? triedAtMs) + keepAliveAfterMs;
    const waitMs = dueAtMs - clock.now().getTime();
    if (waitMs > 0) {
      if (!(await pause(waitMs, turn, parts))) return;
      continue;
    }
    // A session that has its answer or waits for a person is not to look busy again.
    if (newest !== undefined && isClosing(newest.effect)) return;
    await showSign(turn, parts, KEEP_ALIVE);
    // The next sign has its time also where this one could not be sent, or the turn was stopped.
    triedAtMs = clock.now().getTime();
  }
}

/** Shows a post that is held for long, in passing. Resolves at the end of the turn at the latest. */
export async function showHeld(turn: Turn, post: HeldPost, parts: SignParts): Promise<void> {
  if (!(await pause(SHOW_HELD_AFTER_MS, turn, parts))) return;
  try {
    if (!(await turn.show(post))) return;
  } catch (error) {
    const { sessionId, threadId } = turn;
    parts.logger.warn("What was posted could not be shown while the turn goes on", { sessionId, threadId, error });
    return;
  }
  await acknowledge(turn, parts);
}

/** Whether the turn still runs when the time has passed. */
async function pause(ms: number, { over }: Turn, { clock }: SignParts): Promise<boolean> {
  try {
    await clock.sleep(ms, over);
    return true;
  } catch {
    return false;
  }
}
