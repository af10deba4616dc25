import type { Clock } from "../../util/clock.js";
import { type ActivityLevel, isScarce, isWanted } from "./activity-level.js";
import { createSpeechApi } from "./patient-api.js";
import { type Said, type SendParts, sendEffect } from "./send-effect.js";
import type { SessionEffect } from "./session-effect.js";
import { isClosing, PACE } from "./session-pace.js";
import { createSessionQueue, type SessionQueue } from "./session-queue.js";

export interface AddOptions {
  /** The activity's id, where it has been given away already. */
  id?: string | undefined;
  /** "vital": said at every level and with any rate limit. */
  weight?: "normal" | "vital" | undefined;
}

/**
 * Takes what is to be said into the queue of its session, which sends one thing at a time and in order: the last
 * activity decides a session's state.
 */
export interface SessionLine {
  add(sessionId: string, effect: SessionEffect, options?: AddOptions): Promise<Said>;
  /** Says it also when the session is stopped: for the closing word itself. */
  addAlways(sessionId: string, effect: SessionEffect): Promise<Said>;
  /** Forgets the ephemeral activities that were not sent yet. */
  dropEphemeral(sessionId: string): void;
  /** Sends what waits; resolves when nothing is under way to these sessions from this process. */
  flush(sessionIds: Iterable<string>): Promise<void>;
  /** Sends what waits in all sessions; resolves when nothing is under way to any from this process. */
  flushAll(): Promise<void>;
  /** Resolves when all that was said so far in these sessions is sent, each at its time. */
  landed(sessionIds: Iterable<string>): Promise<void>;
  /** Calls `listener` with what is being sent to a session, until the function that it returns is called. */
  listen(sessionId: string, listener: SendingListener): () => void;
}

export type SendingListener = (effect: SessionEffect, sending: Promise<unknown>) => void;

export interface SessionLineParts extends SendParts {
  clock: Clock;
  level: ActivityLevel;
  /** Called when something is said in a session. */
  onSpoken: (sessionId: string) => void;
  /** Whether what is sent now belongs to a turn that was stopped. */
  isSilenced: (sessionId: string) => Promise<boolean>;
}

type Queue = SessionQueue<Said>;

const OMITTED: Said = { kind: "omitted" };

export function createSessionLine(parts: SessionLineParts): SessionLine {
  const queues = createQueues(parts);
  const listeners = new Map<string, Set<SendingListener>>();

  const send = async (
    sessionId: string,
    effect: SessionEffect,
    { id }: AddOptions,
    isStillWanted: () => Promise<boolean>,
  ): Promise<Said> => {
    // Answers, questions and failures are not given up for a rate limit, which refills evenly.
    const api = createSpeechApi({ ...parts, isPatient: isClosing(effect), isStillWanted });
    const sending = sendEffect(sessionId, effect, id, { ...parts, api });
    listeners.get(sessionId)?.forEach((listener) => {
      listener(effect, sending);
    });
    return await sending;
  };

  const sendUnlessSilenced = async (sessionId: string, effect: SessionEffect, options: AddOptions): Promise<Said> => {
    let isSilenced = await parts.isSilenced(sessionId);
    if (isSilenced) return { kind: "silenced" };
    try {
      return await send(sessionId, effect, options, async () => {
        isSilenced = await parts.isSilenced(sessionId);
        return !isSilenced;
      });
    } catch (error) {
      if (isSilenced) return { kind: "silenced" };
      throw error;
    }
  };

  return {
    add: async (sessionId, effect, options = {}) => {
      parts.onSpoken(sessionId);
      const shareLeft = parts.api.watchBudget();
      if (options.weight !== "vital" && !isWanted(effect, parts.level, shareLeft())) return OMITTED;
      const queue = queues.of(sessionId);
      return (await queue.add(effect, (toSend) => sendUnlessSilenced(sessionId, toSend, options))) ?? OMITTED;
    },
    addAlways: async (sessionId, effect) => {
      const queue = queues.of(sessionId);
      return (await queue.add(effect, (toSend) => send(sessionId, toSend, {}, async () => true))) ?? OMITTED;
    },
    dropEphemeral: (sessionId) => queues.find(sessionId)?.dropEphemeral(),
    flush: async (sessionIds) => {
      await Promise.all([...sessionIds].map((sessionId) => queues.find(sessionId)?.flush()));
    },
    flushAll: async () => {
      await Promise.all(queues.all().map((queue) => queue.flush()));
    },
    landed: async (sessionIds) => {
      await Promise.all([...sessionIds].map((sessionId) => queues.find(sessionId)?.landed()));
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

function createQueues({ api, clock, logger }: SessionLineParts): {
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
        createSessionQueue<Said>({
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
