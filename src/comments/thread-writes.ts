/** Keeps the order of what is written to one thread, also when nobody waits for it. */
export interface ThreadWrites {
  /**
   * Starts `work` when everything is over, or has failed, that was to be written to the same thread before; at once when
   * there is nothing. Threads do not wait for each other.
   */
  run<Result>(thread: string, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when everything that waits or is under way now is over. */
  settled(): Promise<void>;
}

export function createThreadWrites(): ThreadWrites {
  // The last write of each thread that is not over yet. None of them rejects.
  const last = new Map<string, Promise<void>>();

  return {
    run: (thread, work) => {
      const before = last.get(thread);
      const written = before === undefined ? work() : before.then(work);
      const over = written.then(nothing, nothing).then(() => {
        if (last.get(thread) === over) last.delete(thread);
      });
      last.set(thread, over);
      return written;
    },
    settled: async () => {
      await Promise.all(last.values());
    },
  };
}

/**
 * Runs calls so that those of one thread begin in the order in which they were made, whatever each has to look up before.
 * `call` says when it has begun; from then on the next one need not wait.
 */
export function beginInOrder<Result>(
  arrivals: ThreadWrites,
  thread: string,
  call: (begun: () => void) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    void arrivals.run(
      thread,
      () =>
        new Promise<void>((begun) => {
          void call(begun).then(resolve, reject).then(begun);
        }),
    );
  });
}

const nothing = (): void => {};
