import { describe, expect, it } from "vitest";
import { createLinearText } from "../../../src/render/linear-text.js";
import { createCountingTokenizer } from "./counting-tokenizer.js";
import { hostileTexts } from "./hostile-texts.js";

const BOT = { userId: "u1", names: ["helper"] };

/** The work of reading a text and of looking for a mention in it. */
function stepsOf(body: string): number {
  const counting = createCountingTokenizer();
  const text = createLinearText(body, counting.tokenize);
  text.mentions(BOT);
  text.toPlainText();
  return counting.steps();
}

describe("the work on a text of somebody who means harm", () => {
  it.each(hostileTexts)("grows no faster than the text: %s", (_, build) => {
    const worst = [1_000, 2_000, 4_000, 8_000].map((length) => stepsOf(build(length)) / length);

    // A rule is tried at a character by each kind of block and of inline, and once more for each end that it looks for.
    expect(Math.max(...worst)).toBeLessThan(30);
  });

  it.each(hostileTexts)("is bounded, also on the longest text that is read: %s", (_, build) => {
    expect(stepsOf(build(128_000))).toBeLessThan(60_000);
  });

  it.each(hostileTexts)("makes no tree of it: %s", (_, build) => {
    const text = createLinearText(build(256_000), createCountingTokenizer().tokenize);

    expect(text.toTree()).toEqual({
      type: "root",
      children: [{ type: "paragraph", children: [{ type: "text", value: text.toPlainText() }] }],
    });
  });
});
