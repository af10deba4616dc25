import { type Clock, systemClock } from "../../src/util/clock.js";

/** A clock that the test sets. Sleeping takes a few real milliseconds and is written down. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  readonly sleeps: readonly number[];
}

export const START: Date = new Date("2026-09-01T12:00:00.000Z");

export function createManualClock(): ManualClock {
  const sleeps: number[] = [];
  let now = START.getTime();
  return {
    sleeps,
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
    after: systemClock.after,
    sleep: (ms) => {
      sleeps.push(ms);
      return new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
