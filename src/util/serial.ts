/** Runs the steps of one key one after the other, in the order of the calls. Keys do not wait for each other. */
export interface Serial {
  /**
   * Starts `step` when everything is over, or has failed, that was to be done under the same key before; at once when there
   * is nothing.
   */
  run<Result>(key: string, step: () => Promise<Result>): Promise<Result>;
  /** Resolves when every step that waits or is under way now is over. */
  over(): Promise<void>;
}

export function createSerial(): Serial {
  // The last step of each key that is not over yet. None of them rejects.
  const last = new Map<string, Promise<void>>();

  return {
    run: (key, step) => {
      const before = last.get(key);
      const run = before === undefined ? step() : before.then(step);
      const over = run.then(nothing, nothing).then(() => {
        if (last.get(key) === over) last.delete(key);
      });
      last.set(key, over);
      return run;
    },
    over: async () => {
      await Promise.all(last.values());
    },
  };
}

/**
 * Runs calls so that those of one key begin in the order in which they were made, whatever each has to look up before.
 * `call` says when it has begun; from then on the next one need not wait.
 */
export function beginInOrder<Result>(
  serial: Pick<Serial, "run">,
  key: string,
  call: (begun: () => void) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    void serial.run(
      key,
      () =>
        new Promise<void>((begun) => {
          void call(begun).then(resolve, reject).then(begun);
        }),
    );
  });
}

const nothing = (): void => {};
