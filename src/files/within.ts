import type { Clock } from "../util/clock.js";
import { startTimeLimit } from "../util/time-limit.js";

/**
 * Rejects with what `overdue` makes when the work takes longer than `ms`, and with the reason of `given` when that aborts.
 * The work gets a signal that aborts with it.
 */
export async function within<Result>(
  { clock, ms, overdue, given }: { clock: Clock; ms: number; overdue: () => Error; given: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  given?.throwIfAborted();
  const limit = startTimeLimit(clock, ms, overdue());
  const signal = given === undefined ? limit.signal : AbortSignal.any([limit.signal, given]);
  let onAbort = (): void => {};
  // A connection that does not notice the signal holds nobody up.
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    limit.cancel();
  }
}
