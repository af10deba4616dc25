/**
 * What `compute` gives; `undefined` where it runs out of stack. Parsers go as deep as the text that somebody wrote: one that
 * is too deep is not to break what others wrote.
 */
export function withinStack<Value>(compute: () => Value): Value | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
