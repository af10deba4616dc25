import { type Content, paragraph, parseMarkdown, root, text, toPlainText } from "chat";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LinearFormatConverter } from "../../src/render/format-converter.js";

const converter = new LinearFormatConverter();

const print = (markdown: string): string => converter.fromAst(parseMarkdown(markdown));
const printText = (value: string): string => converter.fromAst(root([paragraph([text(value)])]));

describe("fromAst", () => {
  it("prints lists with dashes, tasks, tables and emphasis", () => {
    const markdown = [
      "# Title",
      "- a\n- b\n  - c",
      "1. one\n2. two",
      "- [ ] open\n- [x] done",
      "| A  |  B |\n| -- | -: |\n| a\\|b | 1 |",
      "**bold** *it* ~~no~~ `co_de`",
      "> quote",
      '```ts\nconst a = "<https://a.b>\\_";\n```',
    ].join("\n\n");

    expect(print(markdown)).toBe(
      markdown.replace("| A  |  B |\n| -- | -: |\n| a\\|b | 1 |", "| A    |  B |\n| ---- | -: |\n| a\\|b |  1 |"),
    );
  });

  it("leaves bare addresses bare", () => {
    const markdown = "see https://a.b/c_d?e=1&f=2, (https://a.b) and ada@a.b.";

    expect([print(markdown), printText(markdown), print("[https://a.b](https://a.b) and <https://a.b>.")]).toEqual([
      markdown,
      markdown,
      "https://a.b and https://a.b.",
    ]);
  });

  it("keeps the brackets of an address that would not end there", () => {
    const markdown = "a <https://a.b/c.> <https://a.b>c **https://a.b** (https://a.b).";

    expect(print(markdown)).toBe(markdown);
  });

  it("adds no backslash where none is needed", () => {
    const value = "snake_case_name, R&D, 2 * 3, www.a.b, <@u_1>, {{emoji:thumbs_up}}, 100% #1 a-b";

    expect(printText(value)).toBe(value);
  });

  it("escapes what would be Markdown", () => {
    expect(["# a", "- a", "1. a", "*a* _b_", "a\\*b", "[a](b)", "`a`", "<b>", "&amp;", "~~a~~"].map(printText)).toEqual(
      [
        "\\# a",
        "\\- a",
        "1\\. a",
        "\\*a\\* \\_b\\_",
        "a\\\\\\*b",
        "\\[a]\\(b)",
        "\\`a\\`",
        "\\<b>",
        "\\&amp;",
        "\\~\\~a\\~\\~",
      ],
    );
  });

  it("prints any text so that it reads the same", () => {
    const value = fc.string({ unit: fc.constantFrom(..."ab1 .,:/\\`*_[]()<>#-+!&;~{}@é🙂"), maxLength: 30 });

    fc.assert(
      fc.property(value, (words) => {
        const shown = words.trim();
        expect(toPlainText(parseMarkdown(printText(shown)))).toBe(shown);
      }),
      { numRuns: 200 },
    );
  });

  it("prints any tree of text and addresses so that it reads the same", () => {
    const glue = fc.constantFrom(
      " ",
      ", ",
      ". ",
      " (",
      ") ",
      " * ",
      " R&D ",

      "a",
      " @ada ",
      " c@d ",
      ".",
      "_",
    );
    const node: fc.Arbitrary<Content> = fc.oneof(
      fc
        .constantFrom("https://a.b/c", "https://a.b/c_d?e=f&g", "https://a.b/.", "https://a.b/(c)")
        .map((url): Content => ({ type: "link", url, children: [text(url)] })),
      fc.constantFrom("x", "a_b").map((value): Content => ({ type: "strong", children: [text(value)] })),
      fc.constantFrom("a\\_b", "<https://a.b>").map((value): Content => ({ type: "inlineCode", value })),
    );
    const trees = fc
      .array(fc.tuple(node, glue), { maxLength: 6 })
      .map((pairs) =>
        root([paragraph([text("a "), ...pairs.flatMap(([inline, words]) => [inline, text(words)]), text("z")])]),
      );

    fc.assert(
      fc.property(trees, (tree) => {
        const shown = toPlainText(tree);
        expect(toPlainText(parseMarkdown(converter.fromAst(tree)))).toBe(shown);
      }),
      { numRuns: 200 },
    );
  });
});

describe("toAst", () => {
  it("reads what Linear sends: escaped brackets, links in pointed brackets, mention tags", () => {
    const body = '<user id="u1" notify>ada</user> see \\[WIP\\] [x](<https://a.b/c d>)';

    expect(converter.fromAst(converter.toAst(body))).toBe("@ada see \\[WIP] [x](<https://a.b/c d>)");
  });

  it("gives the text without Markdown", () => {
    expect([converter.extractPlainText("plain"), converter.extractPlainText("**a** [b](https://c.d)")]).toEqual([
      "plain",
      "a b",
    ]);
  });
});

describe("renderPostable", () => {
  it("renders with the profiles that the converter was given", () => {
    const withProfiles = new LinearFormatConverter({ profileUrl: (id) => `https://linear.app/acme/profiles/${id}` });

    expect([converter.renderPostable("<@u1> hi"), withProfiles.renderPostable("<@u1> hi")]).toEqual([
      "@u1 hi",
      "https://linear.app/acme/profiles/u1 hi",
    ]);
  });
});
