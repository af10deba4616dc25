import type { Clock } from "../util/clock.js";

// How long a delivery may wait to be admitted. Linear gives an answer 5 s; a state that is away may need longer.
// https://linear.app/developers/webhooks
const DEADLINE_MS = 4_000;

/** The time that an answer has. */
export interface Deadline {
  isOver(): boolean;
  /** Resolves when it is over, and rejects when there is an answer before. */
  passed: Promise<{ kind: "late" }>;
  /** There is an answer. */
  end(): void;
}

export function startDeadline(clock: Clock): Deadline {
  const answered = new AbortController();
  let isOver = false;
  const passed = clock.sleep(DEADLINE_MS, answered.signal).then(() => {
    isOver = true;
    return { kind: "late" } as const;
  });
  // Nobody waits for it after the answer.
  passed.catch(() => {});
  // A reason of its own spares every delivery a DOMException with a stack.
  return { isOver: () => isOver, passed, end: () => answered.abort("answered") };
}
