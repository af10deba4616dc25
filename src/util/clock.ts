/** Time as a parameter. */
export interface Clock {
  /** The time now. */
  now(): Date;
  /**
   * Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. An `idle` sleep does not keep a
   * process alive that has nothing else to do.
   */
  sleep(ms: number, signal?: AbortSignal, kind?: "idle"): Promise<void>;
  /** Runs `work` after `ms` milliseconds, unless it is called off before by what this gives back. */
  after(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal, kind) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, ms);
      // Outside Node a timer is a number, and keeps nothing alive.
      if (kind === "idle" && typeof timer === "object") timer.unref();
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
