// Covers: src/render/tidy-tree.ts

import {
  type Content,
  emphasis,
  link,
  paragraph,
  parseMarkdown,
  type Root,
  root,
  strikethrough,
  strong,
  text,
  toPlainText,
} from "chat";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringifyForLinear } from "../../src/render/stringify.js";

const line = (...children: Content[]): Root => root([paragraph(children)]);
const code = (value: string): Content => ({ type: "inlineCode", value });
const again = (markdown: string): string => stringifyForLinear(parseMarkdown(markdown));

describe("a tree", () => {
  it.each([
    "这是*重点*内容",
    "这是**重点**内容",
    "これは*重要*です",
    "이것은**중요**합니다",
    "价格~~100元~~80元",
    "a*b*c and a**b**c",
    "x*a**b***y",
    "见[**文档**](https://a.b/c)了",
    "[a(b)](https://a.b/w/(c))",
    "snake_case_name, R&D, a<b, 变量_名_x",
    "**说明：** 内容，**“重点”**。",
  ])("prints %s as it was written", (markdown) => {
    expect(again(markdown)).toBe(markdown);
  });

  it.each([
    ["underscores of emphasis", "a _b_ c", "a *b* c"],
    ["a reference that was written", "&#x6211;们 &lt;b&gt; &amp;amp;", "我们 \\<b> \\&amp;"],
  ])("prints %s in its plainest form", (_, markdown, printed) => {
    expect(again(markdown)).toBe(printed);
  });

  it.each([
    ["punctuation at the end", line(text("请看"), strong([text("说明：")]), text("内容")), "请看**说明**：内容"],
    ["quotation marks", line(text("これは"), strong([text("「重要」")]), text("です")), "これは「**重要**」です"],
    ["parentheses", line(text("foo"), emphasis([text("(bar)")]), text("baz")), "foo(*bar*)baz"],
    ["white space", line(text("a"), emphasis([text(" b ")]), text("c")), "a *b* c"],
    ["struck punctuation", line(text("价"), strikethrough([text("（旧）")]), text("新")), "价（~~旧~~）新"],
    ["code", line(text("在"), strong([text("文件"), code("a")]), text("里")), "在**文件**`a`里"],
    ["nothing but code", line(text("在"), strong([code("a")]), text("里")), "在`a`里"],
    [
      "a link",
      line(text("见"), strong([link("https://a.b/c", [text("文档")])]), text("。")),
      "见[**文档**](https://a.b/c)。",
    ],
    ["two of a kind", line(strong([text("a")]), strong([text("b")])), "**ab**"],
    ["nothing", line(text("a"), emphasis([]), text("b")), "ab"],
    ["line ends and spaces", line(text(" a \n b"), { type: "break" }, text(" c ")), "a\nb\\\nc"],
  ])("with emphasis at the edge of which is %s is readable", (_, tree, printed) => {
    expect(stringifyForLinear(tree)).toBe(printed);
  });

  it("prints cells and headings on one line each", () => {
    const cell = (value: string): Content => ({ type: "tableCell", children: [text(value)] }) as Content;
    const row = (value: string): Content => ({ type: "tableRow", children: [cell(value)] }) as Content;
    const tree = root([
      { type: "heading", depth: 2, children: [text("a"), strong([text("（b）")]), text("c")] },
      { type: "table", children: [row("h"), row("重*点")] } as Content,
    ]);

    expect(stringifyForLinear(tree)).toBe("## a（**b**）c\n\n| h    |\n| ---- |\n| 重\\*点 |");
  });

  it("keeps what is code", () => {
    const tree = root([
      paragraph([text("这是"), emphasis([text("重")]), code("&#x61;")]),
      { type: "code", value: "&#x61;" },
    ]);

    expect(stringifyForLinear(tree)).toBe("这是*重*`&#x61;`\n\n```\n&#x61;\n```");
  });
});

describe("any tree of emphasized texts", () => {
  const words = fc.string({
    unit: fc.constantFrom(..."ab重点は。，「」（）(). !é_*&<#1".split("")),
    minLength: 1,
    maxLength: 6,
  });
  const leaf: fc.Arbitrary<Content> = fc.oneof(
    { weight: 4, arbitrary: words.map((value) => text(value) as Content) },
    fc.constantFrom<Content>(code("a"), link("https://a.b/c", [text("文档")])),
  );
  const wrap = (inside: fc.Arbitrary<Content[]>): fc.Arbitrary<Content> =>
    fc.tuple(fc.constantFrom(emphasis, strong, strikethrough), inside).map(([make, nodes]) => make(nodes));
  const nodes = fc.array(leaf, { minLength: 1, maxLength: 3 });
  const deep = fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, wrap(nodes)), { minLength: 1, maxLength: 3 });
  const trees = fc
    .array(fc.oneof(leaf, wrap(nodes), wrap(deep)), { minLength: 1, maxLength: 5 })
    .map((children) => line(text("a"), ...children, text("z")));

  it("is printed without character references", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(stringifyForLinear(tree)).not.toMatch(/&#x/);
      }),
      { numRuns: 300 },
    );
  });

  it("reads the same when it is printed", () => {
    const shown = (tree: Root): string => toPlainText(tree).replace(/\s/g, "");

    fc.assert(
      fc.property(trees, (tree) => {
        expect(shown(parseMarkdown(stringifyForLinear(tree)))).toBe(shown(tree));
      }),
      { numRuns: 300 },
    );
  });
});
