import { parseMarkdown, toPlainText } from "chat";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainText } from "../../src/render/plain-text.js";

const PIECES = [
  "word",
  "Ärger",
  "日本",
  "🙂",
  "👍🏽",
  " ",
  "  ",
  "\n",
  "\n\n",
  "\n\n\n",
  "\r\n",
  "\t",
  "\u00A0",
  "1. ",
  "2) ",
  "3.5",
];
const MARKS = [
  "- ",
  "-",
  "--",
  "—",
  "=",
  "+",
  "*",
  "_",
  "`",
  "#",
  "> ",
  "|",
  "~",
  "[x]",
  "(x)",
  "!",
  "@ada",
  "a@b.co",
  "&amp;",
  "<b>",
];
const ADDRESSES = ["https://a.b/c?d", "www.a.b", "$5", "50%", ":", ";", ",", ".", '"', "'", "\\", "\0", "\u2028"];

const body = fc
  .array(fc.constantFrom(...PIECES, ...MARKS, ...ADDRESSES), { maxLength: 14 })
  .map((parts) => parts.join(""));
const plainBody = fc
  .array(fc.constantFrom(...PIECES, "@ada", "a@b.co", "https://a.b/c", "www.a.b", ", ", ": ", "-", " - "), {
    maxLength: 14,
  })
  .map((parts) => parts.join(""));

describe("isPlainText", () => {
  it("says yes only to bodies that parsing gives back as they are", () => {
    fc.assert(
      fc.property(fc.oneof(body, plainBody, fc.string({ unit: "grapheme" })), (text) => {
        fc.pre(isPlainText(text));
        expect(toPlainText(parseMarkdown(text))).toBe(text);
      }),
      { numRuns: 300, maxSkipsPerRun: 1000 },
    );
  });

  it("says yes to usual comments", () => {
    const comments = [
      "Looks good to me, thanks!",
      "@helper let's see about this",
      "First paragraph.\nSecond line: done.\n\nSecond paragraph (short) costs $5 - or 50%.",
      "Übrigens: 3.5 mal schneller 🎉 – “toll”",
      "see https://example.com/path?x",
    ];

    expect(comments.map(isPlainText)).toEqual([true, true, true, true, true]);
  });

  it("says no to anything that Markdown may mean something by", () => {
    const bodies = [
      "",
      "- a",
      "1. a",
      "2) a",
      "a  \nb",
      "a\n\n\nb",
      " a",
      "a ",
      "a_b",
      "*a*",
      "`a`",
      "# a",
      "> a",
      "a\n---",
      "a\n===",
      "[a](b)",
      "<b>",
      "a &amp; b",
      "a\tb",
      "a\r\nb",
      "a\\b",
      "~~a~~",
      "| a |",
    ];

    expect(bodies.filter(isPlainText)).toEqual([]);
  });
});
