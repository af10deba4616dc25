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
  it.each(hostileTexts)("is bounded, however long the text is: %s", (_, build) => {
    const steps = [1_000, 2_000, 4_000, 8_000, 16_000, 31_000, 256_000].map((length) => stepsOf(build(length)));

    // Most of them go over a token once more, which takes some 30 ns.
    expect(Math.max(...steps)).toBeLessThan(900_000);
  });

  it.each(hostileTexts)("makes no tree of it: %s", (_, build) => {
    const text = createLinearText(build(256_000), createCountingTokenizer().tokenize);

    expect(text.toTree()).toEqual({
      type: "root",
      children: [{ type: "paragraph", children: [{ type: "text", value: text.toPlainText() }] }],
    });
  });
});
