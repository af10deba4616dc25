import type { Clock } from "../../src/util/clock.js";

/** A clock on which time passes when the test says so. */
export interface TestClock extends Clock {
  /**
   * Lets time pass: who sleeps goes on, one after the other, each when its time has come. Resolves when nobody has
   * anything left to do before more time passes. `advance(0)` waits for that only.
   */
  advance(ms: number): Promise<void>;
  /** Sets the clock ahead at once, as when a machine wakes up: who would have slept until then goes on, once. */
  jump(ms: number): Promise<void>;
  /**
   * Lets time pass until `work` is done, as much of it as `work` sleeps, and at most `withinMs` on the clock. Gives what `work` gives.
   * @throws {Error} when it is not done by then, or after 15 real seconds: it waits for something else than time.
   */
  passUntil<Result>(work: Promise<Result>, withinMs?: number): Promise<Result>;
}

export interface TestClockOptions {
  /** Default: the beginning of 1970. */
  start?: Date;
  /** Resolves when everybody sleeps, or waits for the test. Default: with the next turn of the event loop. */
  comeToRest?: () => Promise<void>;
}

interface Sleeper {
  wakeAtMs: number;
  wake: () => void;
}

// Shorter than a test may take, so that the loop does not outlive the test that waits for it.
const PATIENCE_MS = 15_000;

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createTestClock({ start = new Date(0), comeToRest = nextTurn }: TestClockOptions = {}): TestClock {
  const sleepers = new Set<Sleeper>();
  let nowMs = start.getTime();

  const findNext = (untilMs: number): Sleeper | undefined =>
    [...sleepers]
      .filter(({ wakeAtMs }) => wakeAtMs <= untilMs)
      .sort((one, other) => one.wakeAtMs - other.wakeAtMs)
      .at(0);

  const wake = async (sleeper: Sleeper): Promise<void> => {
    sleepers.delete(sleeper);
    nowMs = Math.max(nowMs, sleeper.wakeAtMs);
    sleeper.wake();
    await comeToRest();
  };

  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          wakeAtMs: nowMs + ms,
          wake: () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    after: (ms, work) => {
      const sleeper: Sleeper = { wakeAtMs: nowMs + ms, wake: work };
      sleepers.add(sleeper);
      return () => void sleepers.delete(sleeper);
    },
    advance: async (ms) => {
      await comeToRest();
      const untilMs = nowMs + ms;
      for (let next = findNext(untilMs); next; next = findNext(untilMs)) await wake(next);
      nowMs = untilMs;
    },
    jump: async (ms) => {
      await comeToRest();
      nowMs += ms;
      for (const sleeper of [...sleepers].filter(({ wakeAtMs }) => wakeAtMs <= nowMs)) await wake(sleeper);
    },
    passUntil: async (work, withinMs = Number.POSITIVE_INFINITY) => {
      const untilMs = nowMs + withinMs;
      let isOver = false;
      const end = (): void => {
        isOver = true;
      };
      work.then(end, end);
      await comeToRest();
      const giveUpAt = performance.now() + PATIENCE_MS;
      while (!isOver) {
        if (performance.now() > giveUpAt)
          throw new Error(
            `The work waits for something else than time; it is ${new Date(nowMs).toISOString()} on the clock`,
          );
        const next = findNext(Number.POSITIVE_INFINITY);
        if (next && next.wakeAtMs > untilMs)
          throw new Error(
            `The work takes longer than ${withinMs} ms on the clock: until ${new Date(next.wakeAtMs).toISOString()}`,
          );
        await (next === undefined ? comeToRest() : wake(next));
      }
      return await work;
    },
  };
}
