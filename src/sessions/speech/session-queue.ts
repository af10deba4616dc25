import type { Clock } from "../../util/clock.js";
import { createQueueEntry, type QueueEntry } from "./queue-entry.js";
import type { SessionEffect } from "./session-effect.js";
import {
  afterSending,
  dueAt,
  isClosing,
  isEphemeral,
  isPlan,
  isSuperseded,
  type LastSent,
  merge,
  NOTHING_SENT,
  type Pace,
} from "./session-pace.js";

export interface SessionQueueParts {
  clock: Clock;
  pace: Pace;
  /** Whether the rate limit is nearly used up. */
  isScarce: () => boolean;
  /** Called when a request failed whose caller was not kept waiting. */
  onDropped: (effect: SessionEffect, error: unknown) => void;
}

/** Sends what is said in one session: in order, one request at a time, and as few as will do. */
export interface SessionQueue<Performed> {
  /**
   * Resolves to what `send` gave; to undefined when the effect became pointless, was merged into another one, or waits
   * for its time, so that nobody is kept waiting.
   */
  add(effect: SessionEffect, send: (effect: SessionEffect) => Promise<Performed>): Promise<Performed | undefined>;
  /** Forgets the ephemeral effects that still wait. */
  dropEphemeral(): void;
  /** Sends what waits for its time now; resolves when nothing is under way any more. */
  flush(): Promise<void>;
  /** Resolves when all that was added so far is sent, each at its time. */
  landed(): Promise<void>;
  isIdle(): boolean;
}

export function createSessionQueue<Performed>({
  clock,
  pace,
  isScarce,
  onDropped,
}: SessionQueueParts): SessionQueue<Performed> {
  let waiting: readonly QueueEntry[] = [];
  let sent: LastSent = NOTHING_SENT;
  let isWorking = false;
  let working: Promise<void> = Promise.resolve();
  let flushes = 0;
  let sleeping: AbortController | undefined;

  const isHurried = (): boolean => flushes > 0 || waiting.some(({ effect }) => isClosing(effect));

  const waitMs = ({ effect }: QueueEntry): number => {
    const next = activities().find((entry) => entry.effect !== effect)?.effect;
    return isHurried() ? 0 : Math.max(dueAt(effect, next, sent, pace, isScarce()) - clock.now().getTime(), 0);
  };

  const activities = (): readonly QueueEntry[] => waiting.filter(({ effect }) => !isPlan(effect));

  /**
   * Gives what may be sent next: the first activity, which keeps their order, or the plan, which stands beside them.
   */
  const candidates = (): readonly QueueEntry[] =>
    waiting.filter((entry) => isPlan(entry.effect) || entry === activities()[0]);

  const findDue = (): QueueEntry | undefined => candidates().find((entry) => waitMs(entry) === 0);

  /** Takes an entry out, with those behind it that become one with it. */
  function take(entry: QueueEntry): { entry: QueueEntry; effect: SessionEffect } {
    let { effect } = entry;
    const merged = new Set<QueueEntry>([entry]);
    for (const next of waiting.slice(waiting.indexOf(entry) + 1)) {
      const both = merge(effect, next.effect, isScarce());
      if (both === undefined) {
        if (isPlan(next.effect) || isEphemeral(next.effect)) continue;
        break;
      }
      effect = both;
      merged.add(next);
      next.drop();
    }
    waiting = waiting.filter((each) => !merged.has(each));
    return { entry, effect };
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (let next = findDue(); next !== undefined; next = findDue()) {
      const { entry, effect } = take(next);
      sent = afterSending(sent, effect, clock.now().getTime());
      await entry.start(effect);
    }
    isWorking = false;
    for (const entry of waiting) entry.defer();
    if (waiting.length > 0) void wakeUp(Math.min(...candidates().map(waitMs)));
  }

  function startWork(): void {
    sleeping?.abort();
    if (!isWorking) working = work();
  }

  async function wakeUp(ms: number): Promise<void> {
    const nap = new AbortController();
    sleeping = nap;
    try {
      await clock.sleep(ms, nap.signal);
    } catch {
      // An entry that has come since has set the work going.
      return;
    }
    startWork();
  }

  function drop(isPointless: (effect: SessionEffect) => boolean): void {
    const pointless = waiting.filter(({ effect }) => isPointless(effect));
    for (const entry of pointless) entry.drop();
    waiting = waiting.filter((entry) => !pointless.includes(entry));
  }

  return {
    add(effect, send) {
      const { entry, result } = createQueueEntry(effect, send, onDropped);
      drop((other) => isSuperseded(other, effect));
      waiting = [...waiting, entry];
      startWork();
      return result;
    },
    dropEphemeral: () => drop(isEphemeral),
    async flush() {
      flushes += 1;
      startWork();
      await working;
      flushes -= 1;
    },
    async landed() {
      await Promise.all([working, ...waiting.map(({ settled }) => settled)]);
    },
    isIdle: () => !isWorking && waiting.length === 0,
  };
}
