/** Runs the steps of one key one after the other, in the order of the calls. */
export type Serial = <Result>(key: string, step: () => Promise<Result>) => Promise<Result>;

export function createSerial(): Serial {
  const last = new Map<string, Promise<unknown>>();

  return (key, step) => {
    const before = last.get(key);
    const run = before === undefined ? step() : before.then(step);
    const settled = run.catch(() => {});
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return run;
  };
}
