import type { Clock } from "../util/clock.js";

// How long a delivery may wait to be admitted. Linear gives an answer 5 s; a state that is away may need longer.
// https://linear.app/developers/webhooks
const DEADLINE_MS = 4_000;

/** The time was over before the work was. */
export interface Late {
  kind: "late";
}

/** The time that an answer has. */
export interface Deadline {
  isOver(): boolean;
  /** Calls `stop` when the time is over before there is an answer. */
  whenOver(stop: () => void): void;
  /** Resolves or rejects as `work` does, or says that it is late. */
  within<Value>(work: Promise<Value>): Promise<Value | Late>;
  /** There is an answer. */
  end(): void;
}

export function startDeadline(clock: Pick<Clock, "after">): Deadline {
  const waiting: (() => void)[] = [];
  let isOver = false;
  const end = clock.after(DEADLINE_MS, () => {
    isOver = true;
    for (const stop of waiting) stop();
  });
  const whenOver = (stop: () => void): void => (isOver ? stop() : void waiting.push(stop));
  return {
    isOver: () => isOver,
    whenOver,
    within: (work) =>
      new Promise((resolve, reject) => {
        work.then(resolve, reject);
        whenOver(() => resolve({ kind: "late" }));
      }),
    end,
  };
}
