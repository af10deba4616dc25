import { AsyncLocalStorage } from "node:async_hooks";

/** A value that holds for all that a call runs, however deep. */
export interface AsyncScope<Value> {
  current(): Value | undefined;
  run<Result>(value: Value, work: () => Result): Result;
}

/**
 * All scopes share one storage: before Node 24 every storage that was ever used makes each promise of the process dearer,
 * for as long as the process lives, and a host may make many adapters.
 */
const storage = new AsyncLocalStorage<ReadonlyMap<object, unknown>>();

export function createAsyncScope<Value>(): AsyncScope<Value> {
  const scope: AsyncScope<Value> = {
    current: () => storage.getStore()?.get(scope) as Value | undefined,
    run: (value, work) => storage.run(new Map(storage.getStore()).set(scope, value), work),
  };
  return scope;
}
