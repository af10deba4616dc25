import { AsyncLocalStorage } from "node:async_hooks";

/** A value that holds for all that a call runs, however deep. */
export interface AsyncScope<Value> {
  current(): Value | undefined;
  run<Result>(value: Value, work: () => Result): Result;
}

/** The values that hold now, the innermost first: one of each scope. */
interface Frame {
  scope: object;
  value: unknown;
  outer: Frame | undefined;
}

/**
 * All scopes share one storage: before Node 24 every storage that was ever used makes each promise of the process dearer,
 * for as long as the process lives, and a host may make many adapters.
 */
const storage = new AsyncLocalStorage<Frame>();

export function createAsyncScope<Value>(): AsyncScope<Value> {
  const scope: AsyncScope<Value> = {
    current: () => find(storage.getStore(), scope)?.value as Value | undefined,
    run: (value, work) => storage.run({ scope, value, outer: without(storage.getStore(), scope) }, work),
  };
  return scope;
}

const find = (frame: Frame | undefined, scope: object): Frame | undefined =>
  frame === undefined || frame.scope === scope ? frame : find(frame.outer, scope);

/** Leaves out the value that is hidden now: work that begins other work would else hold all that came before it. */
function without(frame: Frame | undefined, scope: object): Frame | undefined {
  if (frame === undefined || find(frame, scope) === undefined) return frame;
  return frame.scope === scope ? frame.outer : { ...frame, outer: without(frame.outer, scope) };
}
