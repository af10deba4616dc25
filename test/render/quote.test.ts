import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderQuote } from "../../src/render/quote.js";

describe("a quote", () => {
  it("is one line, whatever is quoted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", maxLength: 600 }), (author, text) => {
        expect(renderQuote(author, text)).toMatch(/^> [^\n\r]*$/);
      }),
    );
  });

  it("ends at a word", () => {
    expect(renderQuote("Ada", "word ".repeat(60))).toBe(`> **Ada:** ${"word ".repeat(39)}word…`);
  });

  it("cuts one long word between characters", () => {
    expect(renderQuote("Ada", "😀".repeat(300))).toBe(`> **Ada:** ${"😀".repeat(99)}…`);
  });

  it("escapes what would be Markdown", () => {
    expect(renderQuote("A_d*a", "**bold** [x](y)")).toBe("> **A_d\\*a:** \\*\\*bold\\*\\* \\[x\\](y)");
  });
});
