// Covers: src/render/markdown-lines.ts

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitBody } from "../../src/render/split.js";

describe("splitBody", () => {
  it("leaves a body alone that fits", () => {
    expect(splitBody("one\n\ntwo\n", 9)).toEqual(["one\n\ntwo\n"]);
  });

  it("gives no part for a blank body", () => {
    expect([splitBody("", 10), splitBody(" \n\n ", 2)]).toEqual([[], []]);
  });

  it("prefers the border of a paragraph", () => {
    expect(splitBody("first line\nsecond line\n\nthird line\nfourth line", 40)).toEqual([
      "first line\nsecond line",
      "third line\nfourth line",
    ]);
  });

  it("falls back to lines, then words, then characters", () => {
    expect([
      splitBody("- one one\n- two two\n- three", 20),
      splitBody("one two three four five", 12),
      splitBody("onetwothreefour", 6),
    ]).toEqual([
      ["- one one\n- two two", "- three"],
      ["one two", "three four", "five"],
      ["onetwo", "threef", "our"],
    ]);
  });

  it("keeps characters of two units whole", () => {
    expect(splitBody("🙂🙂🙂🙂", 5)).toEqual(["🙂🙂", "🙂🙂"]);
  });

  it("closes a fence that it cuts and opens it again with its language", () => {
    expect(splitBody("```ts title=a\nconst a = 1;\nconst b = 2;\nconst c = 3;\n```\n\nDone.", 46)).toEqual([
      "```ts title=a\nconst a = 1;\nconst b = 2;\n```",
      "```ts title=a\nconst c = 3;\n```\n\nDone.",
    ]);
  });

  it("opens no empty fence where only the closing line is left", () => {
    expect(splitBody("````\nconst a = 1;\nconst b = 2;\n``\n````\n\nDone now.", 40)).toEqual([
      "````\nconst a = 1;\nconst b = 2;\n``\n````",
      "Done now.",
    ]);
    expect(splitBody("```\nabcdefgh\nabcdefgh\n```\n\nDone now and then, in a few words.", 26)).toEqual([
      "```\nabcdefgh\nabcdefgh\n```",
      "Done now and then, in a",
      "few words.",
    ]);
  });

  it("reopens a fence of a list item without a new item, and one of a quote in the quote", () => {
    expect(splitBody("- ```sh\n  npm install\n  npm test\n  npm run build\n  ```", 44)).toEqual([
      "- ```sh\n  npm install\n  npm test\n  ```",
      "  ```sh\n  npm run build\n  ```",
    ]);
    expect(splitBody("> ```sh\n> npm install\n> npm test\n> npm run build\n> ```", 44)).toEqual([
      "> ```sh\n> npm install\n> npm test\n> ```",
      "> ```sh\n> npm run build\n> ```",
    ]);
  });

  it("repeats the header of a table that it cuts, and not behind its last row", () => {
    expect(splitBody("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n\nDone now.", 44)).toEqual([
      "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
      "| a | b |\n|---|---|\n| 5 | 6 |\n\nDone now.",
    ]);
    expect(splitBody("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nDone now, at last.", 40)).toEqual([
      "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |",
      "Done now, at last.",
    ]);
  });

  it("refuses a length under which no character fits", () => {
    expect(() => splitBody("x", 1)).toThrow(RangeError);
    expect(() => splitBody("x", Number.NaN)).toThrow(RangeError);
  });
});

describe("the parts of any body", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((piece) => piece.replace(/[`~|]/g, ""));
  const space = fc.constantFrom(" ", "\n", "\n\n", "\n\n\n", "\n- ", "\n  ", "");
  const prose = fc.array(fc.tuple(text, space), { maxLength: 40 }).map((pieces) => pieces.flat().join(""));
  const code = fc
    .array(fc.stringMatching(/^[ a-z0-9]{0,20}$/), { minLength: 1, maxLength: 12 })
    .map((lines) => `\n\`\`\`js\n${lines.join("\n")}\n\`\`\`\n`);
  const table = fc
    .array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 8 })
    .map((cells) => `\n\n| h |\n|---|\n${cells.map((cell) => `| ${cell} |`).join("\n")}\n\n`);
  const body = fc.array(fc.oneof(prose, code, table), { maxLength: 6 }).map((pieces) => pieces.join(""));
  const maxLength = fc.integer({ min: 2, max: 120 });

  const isFilled = (part: string): boolean => part.trim() !== "";
  const visible = (markdown: string): string =>
    markdown
      .replace(/^\s*```(?:js)?$/gm, "")
      .replaceAll("| h |\n|---|\n", "")
      .replace(/\s/g, "");

  it("are never blank, never longer than allowed, and hold no half characters", () => {
    fc.assert(
      fc.property(body, maxLength, (markdown, max) => {
        const parts = splitBody(markdown, max);
        expect(parts.filter((part) => part.length > max || !isFilled(part) || /\p{Surrogate}/u.test(part))).toEqual([]);
      }),
    );
  });

  it("hold prose once and in order", () => {
    fc.assert(
      fc.property(prose, maxLength, (markdown, max) => {
        expect(splitBody(markdown, max).join("").replace(/\s/g, "")).toBe(markdown.replace(/\s/g, ""));
      }),
    );
  });

  it("hold code and tables once and in order, fences and headers aside", () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 48, max: 160 }), (markdown, max) => {
        expect(visible(splitBody(markdown, max).join("\n"))).toBe(visible(markdown));
      }),
    );
  });

  it("leave no fence open", () => {
    fc.assert(
      fc.property(fc.array(code, { maxLength: 5 }), fc.integer({ min: 40, max: 120 }), (blocks, max) => {
        const fences = splitBody(blocks.join("\n"), max).map((part) => part.match(/^```/gm)?.length ?? 0);
        expect(fences.filter((count) => count % 2 === 1)).toEqual([]);
      }),
    );
  });
});
