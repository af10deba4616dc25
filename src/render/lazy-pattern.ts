/**
 * A pattern that is compiled when it is first used. One with `\p{…}` takes up to two milliseconds, which everybody who
 * imports the package would wait for. A global pattern is for `replace` and `matchAll`, which start from its beginning.
 */
export function lazyPattern(compile: () => RegExp): () => RegExp {
  let pattern: RegExp | undefined;
  return () => {
    pattern ??= compile();
    return pattern;
  };
}
