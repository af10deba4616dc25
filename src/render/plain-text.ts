import { lazyPattern } from "./lazy-pattern.js";

/**
 * Whether a body surely holds no Markdown: lines that start with a letter, a number or `@`, hold only characters that
 * mean nothing to Markdown, do not end in a space, and stand at most one blank line apart. Parsing such a body gives
 * the body itself, a hundred times slower.
 */
export function isPlainText(body: string): boolean {
  return plainTextPattern().test(body);
}

// Typographic quotation marks, dashes, the ellipsis and the euro sign, as code points: with one letter beyond Latin-1
// in it, Node reads the whole bundle at half the speed.
const TYPOGRAPHY = String.raw`\u2018\u2019\u201C-\u201E\xAB\xBB\u2013\u2014\u2026\u20AC`;
const CHARACTERS = String.raw`[\p{L}\p{M}\p{N}\p{Extended_Pictographic}${TYPOGRAPHY} ,.;:!?'"()/@%$-]`;
const LINE = String.raw`(?!\d+[.)])[\p{L}\p{N}@]${CHARACTERS}*(?<! )`;
const plainTextPattern = lazyPattern(() => new RegExp(String.raw`^${LINE}(?:\n\n?${LINE})*$`, "u"));
