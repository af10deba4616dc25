import { LinearRateLimitError } from "../errors.js";
import type { Clock } from "../util/clock.js";
import { type ActivityLevel, isScarce, isWanted } from "./activity-level.js";
import { type PerformedEffect, type SendParts, sendEffect } from "./send-effect.js";
import type { SessionEffect } from "./session-effect.js";
import { isClosing, PACE } from "./session-pace.js";
import { createSessionQueue, type SessionQueue } from "./session-queue.js";

export type { PerformedEffect } from "./send-effect.js";

export interface PerformOptions {
  /** The activity's id, where it has been given away already. */
  id?: string | undefined;
  /** "vital": at every level and with any rate limit. */
  weight?: "normal" | "vital" | undefined;
}

/** Says things in sessions: to each one at a time and in order, since the last activity decides a session's state. */
export interface SessionWriter {
  perform(sessionId: string, effect: SessionEffect, options?: PerformOptions): Promise<PerformedEffect>;
  /** Also when the session is stopped: for the closing word itself. */
  performAlways(sessionId: string, effect: SessionEffect): Promise<PerformedEffect>;
  /** Forgets the ephemeral activities that were not sent yet. */
  dropEphemeral(sessionId: string): void;
  /** Sends what waits; resolves when nothing is under way to the session from this process. */
  settled(sessionId: string): Promise<void>;
  /** The same for all sessions. */
  allSettled(): Promise<void>;
  /** Calls `listener` with what is sent to a session, until the function that it returns is called. */
  listen(sessionId: string, listener: (effect: SessionEffect) => void): () => void;
}

export interface SessionWriterParts extends SendParts {
  clock: Clock;
  level: ActivityLevel;
  /** Whether what is sent now belongs to a turn that was stopped. */
  isSilenced: (sessionId: string) => Promise<boolean>;
}

type Queue = SessionQueue<PerformedEffect>;

export function createSessionWriter(parts: SessionWriterParts): SessionWriter {
  const queues = createQueues(parts);
  const listeners = new Map<string, Set<(effect: SessionEffect) => void>>();

  const send = async (
    sessionId: string,
    effect: SessionEffect,
    { id }: PerformOptions = {},
  ): Promise<PerformedEffect> => {
    listeners.get(sessionId)?.forEach((listener) => {
      listener(effect);
    });
    return await outlastRateLimit(effect, parts, () => sendEffect(sessionId, effect, id, parts));
  };

  return {
    perform: async (sessionId, effect, options = {}) => {
      const shareLeft = parts.api.watchBudget();
      if (options.weight !== "vital" && !isWanted(effect, parts.level, shareLeft())) return { kind: "omitted" };
      const performed = await queues
        .of(sessionId)
        .add(effect, async (toSend) =>
          (await parts.isSilenced(sessionId)) ? { kind: "silenced" } : await send(sessionId, toSend, options),
        );
      return performed ?? { kind: "omitted" };
    },
    performAlways: async (sessionId, effect) =>
      (await queues.of(sessionId).add(effect, (toSend) => send(sessionId, toSend))) ?? { kind: "omitted" },
    dropEphemeral: (sessionId) => queues.find(sessionId)?.dropEphemeral(),
    settled: async (sessionId) => await queues.find(sessionId)?.flush(),
    allSettled: async () => {
      await Promise.all(queues.all().map((queue) => queue.flush()));
    },
    listen: (sessionId, listener) => {
      const listening = listeners.get(sessionId) ?? new Set();
      listeners.set(sessionId, listening.add(listener));
      return () => {
        listening.delete(listener);
        if (listening.size === 0) listeners.delete(sessionId);
      };
    },
  };
}

// A queue remembers when it last sent a plan, so it outlives its emptiness for longer than any pace lasts.
const QUEUE_LIFETIME_MS = 2 * PACE.scarceMs;

function createQueues({ api, clock, logger }: SessionWriterParts): {
  of(sessionId: string): Queue;
  find(sessionId: string): Queue | undefined;
  all(): Queue[];
} {
  const queues = new Map<string, { queue: Queue; usedAt: number }>();

  const forgetIdle = (now: number): void => {
    for (const [sessionId, { queue, usedAt }] of queues) {
      // The map is in the order of use.
      if (now - usedAt < QUEUE_LIFETIME_MS) return;
      if (queue.isIdle()) queues.delete(sessionId);
    }
  };

  return {
    of: (sessionId) => {
      const now = clock.now().getTime();
      forgetIdle(now);
      const shareLeft = api.watchBudget();
      const queue =
        queues.get(sessionId)?.queue ??
        createSessionQueue<PerformedEffect>({
          clock,
          pace: PACE,
          isScarce: () => isScarce(shareLeft()),
          onDropped: (effect, error) =>
            logger.warn("A part of the work was not shown in the agent session", { part: effect.kind, error }),
        });
      queues.delete(sessionId);
      queues.set(sessionId, { queue, usedAt: now });
      return queue;
    },
    find: (sessionId) => queues.get(sessionId)?.queue,
    all: () => [...queues.values()].map(({ queue }) => queue),
  };
}

// As long as people may wait for an answer; by then an hour's limit has filled up again by a sixth.
const MAX_RATE_LIMIT_WAIT_MS = 10 * 60_000;
const RATE_LIMIT_PAUSE_MS = 5_000;

/** Answers, questions and failures are not given up for a rate limit, which refills evenly. */
async function outlastRateLimit<Result>(
  effect: SessionEffect,
  { clock }: Pick<SessionWriterParts, "clock">,
  send: () => Promise<Result>,
): Promise<Result> {
  const giveUpAt = clock.now().getTime() + MAX_RATE_LIMIT_WAIT_MS;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const isWorthWaiting = error instanceof LinearRateLimitError && isClosing(effect);
      if (!isWorthWaiting || clock.now().getTime() >= giveUpAt) throw error;
      await clock.sleep(RATE_LIMIT_PAUSE_MS);
    }
  }
}
