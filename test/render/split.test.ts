// Covers: src/render/body-map.ts
// Covers: src/render/emphasis-pairs.ts
// Covers: src/render/find-cut.ts
// Covers: src/render/inline-units.ts
// Covers: src/render/list-items.ts
// Covers: src/render/markdown-lines.ts

import { parseMarkdown, toPlainText } from "chat";
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
      "```sh\nnpm run build\n```",
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

  it("cuts into no link, image, mention, tag, address, code or emphasis that fits into a part", () => {
    const units = [
      "[link here](https://a.b/c)",
      '[a (b)](<https://a.b/c d> "a title")',
      "![a picture](https://a.b/c.png)",
      '<user id="u1" notify>Ada Lovelace</user>',
      "<https://a.b/c>",
      '<a href="https://a.b">there</a>',
      "`one two`",
      "``a ` b``",
      "**one two**",
      "_one two_",
      "~~one two~~",
      "**one [two three](https://a.b) four**",
      "https://a.b/c?d=e&f=(g)",
      "[a ref][one two]",
    ];

    const parts = units.map((unit) => splitBody(`${"word ".repeat(20)}${unit} ${"word ".repeat(30)}`, 104));

    expect(parts.map(([, second = ""], index) => second.slice(0, units[index]?.length))).toEqual(units);
  });

  it("closes and opens again what is longer than a part", () => {
    expect([
      splitBody(`**${"word ".repeat(8)}end** now`, 32),
      splitBody(`\`${"word ".repeat(6)}end\``, 24),
      splitBody(`[${"word ".repeat(6)}end](http://a.b)`, 40),
      splitBody(`_${"word ".repeat(5)}**bold** end_`, 28),
    ]).toEqual([
      ["**word word word word word**", "**word word word end** now"],
      ["`word word word word`", "`word word end`"],
      ["[word word word word word](http://a.b)", "[word end](http://a.b)"],
      ["_word word word word word_", "_**bold** end_"],
    ]);
  });

  it("closes a section and opens it again with its title", () => {
    expect(splitBody("+++ Log\none one\ntwo two\n\nthree\n+++\n\nDone.", 28)).toEqual([
      "+++ Log\none one\ntwo two\n+++",
      "+++ Log\nthree\n+++\n\nDone.",
    ]);
    expect(splitBody("+++ Log\n```\none one\ntwo two\nthree\n```\n+++", 40)).toEqual([
      "+++ Log\n```\none one\ntwo two\n```\n+++",
      "+++ Log\n```\nthree\n```\n+++",
    ]);
  });

  it("keeps characters whole that people see as one", () => {
    const family = "👩‍👩‍👧";
    expect([
      splitBody(`a${family.repeat(4)}`, 20),
      splitBody("e\u0301e\u0301e\u0301", 3),
      splitBody("🇩🇪🇫🇷🇮🇹", 6),
    ]).toEqual([
      [`a${family.repeat(2)}`, family.repeat(2)],
      ["e\u0301", "e\u0301", "e\u0301"],
      ["🇩🇪", "🇫🇷", "🇮🇹"],
    ]);
  });

  it("cuts behind punctuation in scripts without spaces", () => {
    expect(splitBody("今天天气很好。我们去公园，然后回家。", 12)).toEqual(["今天天气很好。", "我们去公园，然后回家。"]);
  });

  it("keeps a list item whole that fits, and takes the indentation from one that does not", () => {
    expect([
      splitBody("Intro\n\n- one one\n  goes on\n- two two\n  goes on", 40),
      splitBody("- one\n  - two\n    - three\n    - four\n  - five\n- six", 32),
      splitBody("1. word word word\n\n   word word word word\n\n   word", 34),
    ]).toEqual([
      ["Intro\n\n- one one\n  goes on", "- two two\n  goes on"],
      ["- one", "- two\n  - three\n  - four", "- five\n- six"],
      ["1. word word word", "word word word word\n\nword"],
    ]);
  });

  it("counts on in a list that writes every number as 1", () => {
    expect(splitBody("1. aaaa\n1. bbbb\n1. cccc\n1. dddd", 18)).toEqual(["1. aaaa\n1. bbbb", "3. cccc\n1. dddd"]);
  });

  it("quotes the rest of a quoted line", () => {
    expect(splitBody("> one two three four five", 17)).toEqual(["> one two three", "> four five"]);
  });

  it("begins no part with words that would be a list, a heading or a rule there", () => {
    expect([splitBody("seven of 8 - 5 is three", 11), splitBody("word word 1. word word", 11)]).toEqual([
      ["seven of", "8 - 5 is", "three"],
      ["word", "word 1.", "word word"],
    ]);
  });

  it("leaves no backslash of a hard break at the end of a part", () => {
    expect(splitBody("one one\\\ntwo two", 10)).toEqual(["one one", "two two"]);
  });

  it("refuses a length under which no character fits", () => {
    expect(() => splitBody("x", 1)).toThrow(RangeError);
    expect(() => splitBody("x", Number.NaN)).toThrow(RangeError);
  });
});

describe("the parts of any body", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((piece) => piece.replace(/[`~|>*_[\]<+.)]/g, ""));
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

  it("hold marked text once and in order, each part by itself, and cut into nothing that is marked", () => {
    const inline = fc.constantFrom(
      "word",
      "two words",
      "今天天气。",
      "[a link](https://a.b/c)",
      "**bold text**",
      "_soft_",
      "`some code`",
      "~~no~~",
      "https://a.b/c_d",
      "**a [b c](https://a.b) d**",
      "**a `b c` d**",
      "é",
      "👩‍👩‍👧",
      "5 \\* 3",
      "<https://a.b>",
    );
    const sentence = fc.array(inline, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));
    const block = fc.oneof(
      sentence,
      fc.array(sentence, { minLength: 1, maxLength: 4 }).map((items) => items.map((item) => `- ${item}`).join("\n")),
      fc
        .array(sentence, { minLength: 1, maxLength: 3 })
        .map((items) => items.map((item) => `1. ${item}\n   - ${item}`).join("\n")),
      sentence.map((quoted) => `> ${quoted}`),
      sentence.map((title) => `## ${title}`),
    );
    const bodies = fc.array(block, { minLength: 1, maxLength: 6 }).map((blocks) => blocks.join("\n\n"));
    const textOf = (markdown: string): string => toPlainText(parseMarkdown(markdown)).replace(/\s/g, "");

    fc.assert(
      fc.property(bodies, fc.integer({ min: 60, max: 300 }), (markdown, max) => {
        const parts = splitBody(markdown, max);
        expect(parts.map(textOf).join("")).toBe(textOf(markdown));
        expect(parts.filter((part) => part.length > max)).toEqual([]);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 4_000 },
    );
  });
});
