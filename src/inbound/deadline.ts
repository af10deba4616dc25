import type { Clock } from "../util/clock.js";

// How long a delivery may wait to be admitted. Linear gives an answer 5 s; a state that is away may need longer.
// https://linear.app/developers/webhooks
const DEADLINE_MS = 4_000;

/** The time that an answer has. */
export interface Deadline {
  /** Aborted when it is over. */
  overdue: AbortSignal;
  /** Resolves when it is over. */
  passed: Promise<{ kind: "late" }>;
  /** There is an answer. */
  end(): void;
}

export function startDeadline(clock: Clock): Deadline {
  const [answered, overdue] = [new AbortController(), new AbortController()];
  const passed = clock.sleep(DEADLINE_MS, answered.signal).then(() => {
    overdue.abort("overdue");
    return { kind: "late" } as const;
  });
  // Nobody waits for it after the answer.
  passed.catch(() => {});
  // A reason of its own spares every delivery a DOMException with a stack.
  return { overdue: overdue.signal, passed, end: () => answered.abort("answered") };
}
