import { createWorkMeter } from "./work-meter.js";

/*
 * How much work a text may be. Whoever may comment chooses the text, and one thread serves everybody: nothing may hold
 * it for more than 50 ms.
 */

/** What the budget reads of a text. */
export type Characters = Pick<string, "length" | "charCodeAt">;

// The tree takes up to 100 µs for a mark and more with each mark that is open; the tokenizer takes up to 20 µs.
const MAX_TREE_MARKS = 200;
const MAX_TREE_LENGTH = 8_000;
const MAX_TOKENIZER_MARKS = 2_000;
const MAX_TOKENIZER_LENGTH = 32_000;

/** Whether a text may be parsed to a tree. */
export const fitsTree = (markdown: Characters): boolean =>
  markdown.length <= MAX_TREE_LENGTH && hasAtMost(MAX_TREE_MARKS, markdown);

/** Whether a text may be tokenized. */
export const fitsTokenizer = (markdown: Characters): boolean =>
  markdown.length <= MAX_TOKENIZER_LENGTH && hasAtMost(MAX_TOKENIZER_MARKS, markdown);

/** Reads each character once, so that the budget is no work itself. */
function hasAtMost(limit: number, markdown: Characters): boolean {
  const meter = createWorkMeter();
  for (let index = 0; index < markdown.length; index += 1) {
    meter.read(markdown.charCodeAt(index));
    if (meter.marks() > limit) return false;
  }
  return true;
}
