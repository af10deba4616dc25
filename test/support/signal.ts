/** Something that a test waits for, or that waits for the test. */
export interface Signal<Value = void> {
  readonly given: Promise<Value>;
  give(value: Value): void;
}

export function createSignal<Value = void>(): Signal<Value> {
  let give: (value: Value) => void = () => {};
  const given = new Promise<Value>((resolve) => {
    give = resolve;
  });
  return { given, give: (value) => give(value) };
}

/** Resolves when `signal` aborts; never where there is none. */
export const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
