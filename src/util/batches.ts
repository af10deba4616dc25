/** Works on a key together with those that come while earlier ones are worked on. It fails with the work on its batch. */
export type InBatches = (key: string) => Promise<void>;

export function createBatches(work: (keys: readonly string[]) => Promise<void>): InBatches {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: { keys: Set<string>; done: Promise<void> } | undefined;

  return (key) => {
    if (waiting === undefined) {
      const keys = new Set<string>();
      const begin = (): Promise<void> => {
        waiting = undefined;
        return work([...keys]);
      };
      const done = last.then(begin, begin);
      last = done;
      waiting = { keys, done };
    }
    waiting.keys.add(key);
    return waiting.done;
  };
}
