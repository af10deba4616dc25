// Covers: src/render/text/work-meter.ts
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsTokenizer, fitsTree } from "../../../src/render/text/work-budget.js";
import { anyText } from "../../support/any-text.js";
import { hostileTexts } from "./hostile-texts.js";

/** A text that counts how often somebody looks at one of its characters. */
function countReads(
  text: string,
  look: (characters: { length: number; charCodeAt(index: number): number }) => unknown,
) {
  let reads = 0;
  look({
    length: text.length,
    charCodeAt: (index) => {
      reads += 1;
      return text.charCodeAt(index);
    },
  });
  return reads;
}

describe("the budget", () => {
  it.each(hostileTexts)("looks at each character once at most: %s", (_, build) => {
    expect(countReads(build(31_000), fitsTokenizer)).toBeLessThanOrEqual(31_000);
  });

  it("looks at each character of any text once at most", () => {
    fc.assert(
      fc.property(anyText({ maxLength: 7_000, size: "max" }), (text) => {
        expect(countReads(text, fitsTree)).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it.each([
    ["a row of stars", "*".repeat(2 * 2_100)],
    ["a row of underscores", "_".repeat(2 * 2_100)],
    ["a row of tildes", "~".repeat(2 * 2_100)],
    ["open images before a row of dollars", "![".repeat(98) + "$".repeat(30_000)],
    ["a wide table of short rows", `${"|a".repeat(190)}|\n${"|-".repeat(190)}|\n${"x\n".repeat(340)}`],
  ])("refuses %s", (_, text) => {
    expect(fitsTokenizer(text)).toBe(false);
  });

  it.each([
    ["a long row of digits", "1".repeat(30_000)],
    ["30,000 letters", "word ".repeat(6_000)],
    [
      "a table of 10 columns and 50 rows",
      `${"| a ".repeat(10)}|\n${"|-".repeat(10)}|\n${`${"| b ".repeat(10)}|\n`.repeat(50)}`,
    ],
    ["a hundred links", "[a](https://example.com) and more: so!\n\n".repeat(100)],
    ["a list of 150 bold words", "- **word**: text\n".repeat(150)],
  ])("takes %s", (_, text) => {
    expect(fitsTokenizer(text)).toBe(true);
  });

  it.each([
    ["a page of prose", "A sentence, as people write: it ends!\n".repeat(100)],
    ["a list of 40 bold words", "- **word**: text\n".repeat(40)],
    ["ten links", "[a](https://example.com) and more: so!\n\n".repeat(10)],
  ])("lets a tree be made of %s", (_, text) => {
    expect(fitsTree(text)).toBe(true);
  });
});
