/*
 * How much work a text may be. Whoever may comment chooses the text, and one thread serves everybody: nothing may hold
 * it for more than 50 ms. Parsers take their time for marks, not for letters.
 */

// The tree takes up to 100 µs for a mark and more with each mark that is open; the tokenizer takes up to 20 µs.
const MAX_TREE_MARKS = 300;
const MAX_TREE_LENGTH = 8_000;
const MAX_TOKENIZER_MARKS = 2_000;
const MAX_TOKENIZER_LENGTH = 128_000;

/** Whether a text may be parsed to a tree. */
export const fitsTree = (markdown: string): boolean =>
  markdown.length <= MAX_TREE_LENGTH && hasAtMost(MAX_TREE_MARKS, markdown);

/** Whether a text may be tokenized. */
export const fitsTokenizer = (markdown: string): boolean =>
  markdown.length <= MAX_TOKENIZER_LENGTH && hasAtMost(MAX_TOKENIZER_MARKS, markdown);

// What may start a token: a run of one mark counts once, and so does the end of a line. Long rows of backticks and of
// spaces are counted in pieces, for they are read again for each line or span that may end there.
const MARK = /\*+|_+|~+|`{1,3}|=+|-+|#+|[[\]<>|\\&\n\r@]|[ \t]{8}|:\/\/|www\.|\d+[.)]/gi;

function hasAtMost(limit: number, markdown: string): boolean {
  // A text of fewer characters than that has fewer marks.
  if (markdown.length <= limit) return true;
  let count = 0;
  for (const _mark of markdown.matchAll(MARK)) {
    count += 1;
    if (count > limit) return false;
  }
  return true;
}
