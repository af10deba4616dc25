import type { Logger } from "chat";
import type { Clock } from "../../util/clock.js";
import type { SessionLine } from "../speech/session-line.js";
import { isSign, tellHowItGoes } from "./signs-of-life.js";
import type { Turn } from "./turn.js";

export interface SilenceConfig {
  /** The response of a turn that has said nothing. */
  silentResponse: string | false;
  /** How long a job that the turn has started may take to say something itself, in ms; 0 for not at all. */
  silentResponseAfterMs: number;
}

export interface SilenceParts {
  config: SilenceConfig;
  line: Pick<SessionLine, "add" | "flush" | "listen">;
  clock: Clock;
  /** Whether a message of the thread waits for its turn, or is being handled elsewhere. */
  isBusy: (threadId: string) => Promise<boolean>;
  /** Whether the bot has said anything in a session since then (ISO 8601), in any process. */
  hasSaidSince: (sessionId: string, at: string) => Promise<boolean>;
  logger: Pick<Logger, "warn">;
}

/**
 * Closes a session whose handler has said nothing, so that it does not look dead. The handler may have started a job that
 * will: its word counts, from here or from another process, and ends the wait. So does `leaving`, when the process ends.
 */
export async function breakSilence(turn: Turn, parts: SilenceParts, leaving: AbortSignal): Promise<void> {
  const { config, isBusy } = parts;
  const { silentResponse, silentResponseAfterMs } = config;
  if (silentResponse === false || turn.hasSpoken() || turn.mayBeSilent) return;
  if (isBrokenAlready(turn)) return;
  // A message that waits in the chat's queue is handled in another turn.
  if (await isBusy(turn.threadId)) return;
  if (silentResponseAfterMs > 0) {
    if (await isBrokenWithin(silentResponseAfterMs, turn, parts, leaving)) return;
    if ((await isBusy(turn.threadId)) || (await wasBroken(turn, parts))) return;
  }
  await tellHowItGoes(turn, parts, { kind: "response", body: silentResponse });
}

/** Whether something is said from this process within so many ms. */
async function isBrokenWithin(
  ms: number,
  turn: Turn,
  { clock, line }: SilenceParts,
  leaving: AbortSignal,
): Promise<boolean> {
  const { sessionId } = turn;
  const broken = new AbortController();
  const stopListening = line.listen(sessionId, (effect) => {
    if (!isSign(effect)) broken.abort();
  });
  // It may have come while the chat was asked whether it is busy.
  if (isBrokenAlready(turn)) broken.abort();
  try {
    await clock.sleep(ms, AbortSignal.any([broken.signal, leaving]));
  } catch {
    // The wait was cut short.
  }
  // What waits for its time counts, too.
  await line.flush([sessionId]);
  stopListening();
  return broken.signal.aborted;
}

/** A job may have been quicker than the handler. */
function isBrokenAlready(turn: Turn): boolean {
  const newest = turn.newest();
  return newest !== undefined && !isSign(newest.effect);
}

/** The same from elsewhere. Where that cannot be told, a session that stays open for ever is the greater evil. */
async function wasBroken({ sessionId, threadId, at }: Turn, parts: SilenceParts): Promise<boolean> {
  try {
    return await parts.hasSaidSince(sessionId, at);
  } catch (error) {
    parts.logger.warn("Whether a job has said something in an agent session could not be looked up", {
      sessionId,
      threadId,
      error,
    });
    return false;
  }
}
