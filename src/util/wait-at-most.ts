import type { Clock } from "./clock.js";

/** Resolves when `work` does, and at the latest after `ms` milliseconds, to whether it is done. Rejects as `work` does. */
export async function waitAtMost(ms: number, work: Promise<unknown>, clock: Pick<Clock, "sleep">): Promise<boolean> {
  const done = new AbortController();
  const elapsed = clock.sleep(ms, done.signal).then(() => false);
  try {
    return await Promise.race([work.then(() => true), elapsed]);
  } finally {
    elapsed.catch(() => {});
    done.abort("done");
  }
}
