import { lazyPattern } from "./lazy-pattern.js";

/** How far a character is looked for; longer ones are nobody's writing. */
const REACH = 200;

/** The place at or before `at` where a character begins as people see it: 👩‍👩‍👧 is one. */
export function graphemeStart(text: string, from: number, at: number): number {
  if (!mayJoin().test(text.slice(at - 1, at + 1))) return at;
  const start = Math.max(from, at - REACH);
  const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text.slice(start, at + REACH));
  const index = segments.containing(at - start)?.index ?? at - start;
  return start + index;
}

/** All but what stands alone wherever it is: Latin letters, Chinese, Japanese and Korean syllables. */
const mayJoin = lazyPattern(
  () => /[^\x20-\x7E\xA1-\u02FF\u3001-\u3029\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3]/,
);
