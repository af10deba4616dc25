/**
 * Callers with the same key at the same time share one run of `work`. A failed run is shared too, and forgotten:
 * the next caller tries again.
 */
export function createSingleFlight<Value>(): (key: string, work: () => Promise<Value>) => Promise<Value> {
  const running = new Map<string, Promise<Value>>();

  return (key, work) => {
    const shared = running.get(key);
    if (shared) return shared;
    const run = work().finally(() => running.delete(key));
    running.set(key, run);
    return run;
  };
}
