import type { Clock } from "./clock.js";

/** A signal that aborts when something takes too long. */
export interface TimeLimit {
  signal: AbortSignal;
  /** Call it when it is done, or the clock keeps waiting. */
  cancel(): void;
}

/** @param reason what the signal aborts with; without one, a `DOMException`. */
export function startTimeLimit(clock: Clock, ms: number, reason?: unknown): TimeLimit {
  const overdue = new AbortController();
  const cancelled = new AbortController();
  clock.sleep(ms, cancelled.signal).then(
    () => overdue.abort(reason),
    () => {},
  );
  // A reason of its own spares every request a DOMException with a stack.
  return { signal: overdue.signal, cancel: () => cancelled.abort("done") };
}
