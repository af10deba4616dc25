import { describe, expect, it } from "vitest";
import { appendMark, closeMarkdown } from "../../src/streams/markdown-tail.js";

describe("the end of unfinished Markdown", () => {
  it.each([
    ["text stays", "One\n\ntwo", "One\n\ntwo"],
    ["a closed block stays", "```js\na\n```\nb", "```js\na\n```\nb"],
    ["an open block is closed", "```js\na", "```js\na\n```"],
    ["an open block is closed with the fence that opened it", "~~~~\n```\n~~~\na\n", "~~~~\n```\n~~~\na\n~~~~"],
    ["an open block of a list item is closed inside the item", "1. ```\n   a", "1. ```\n   a\n   ```"],
    ["code in a line opens no block", "```a``` b", "```a``` b"],
    ["a fence with a language ends no block", "```\n```js\na", "```\n```js\na\n```"],
    ["a link without a target is its text", "**[a](streamdown:incomplete-link)**", "**a**"],
    ["an image without a target goes", "See ![a](streamdown:incomplete-image)", "See "],
  ])("%s", (_promise, markdown, closed) => {
    expect(closeMarkdown(markdown)).toBe(closed);
  });

  // The square of this length would take minutes.
  it.each(["[", "![", "[a", "[]("])("stays what it is where %j comes again and again", (piece) => {
    const markdown = piece.repeat(128_000);

    expect(closeMarkdown(markdown)).toBe(markdown);
  });

  it("has the mark on a paragraph of its own", () => {
    expect([appendMark("One", "_m_"), appendMark("```\na", "_m_")]).toEqual(["One\n\n_m_", "```\na\n```\n\n_m_"]);
  });
});
