import { describe, expect, it } from "vitest";
import { createLinearText, createLinearTexts } from "../../src/render/linear-text.js";
import { createTokenizer } from "../../src/render/text/tokenizer.js";

const tokenize = await createTokenizer().load();
const textOf = (body: string): string => createLinearText(body, tokenize).toPlainText();

describe("the text of a body", () => {
  it("is what stands between its Markdown", () => {
    expect(textOf("# Title\n\n**bold** _it_ [link](https://a.b) `code` \\[x\\]\n\n- one\n- two")).toBe(
      "Title\n\nbold it link code [x]\n\none\ntwo",
    );
  });

  it("reads code with its line ends", () => {
    expect(textOf("`` a\n` `` and ` b\nc `")).toBe("a\n` and b\nc");
  });

  it("has mention tags as names, but in code", () => {
    expect(textOf('<user id="u1" notify>ada</user>, see `<user id="u1">ada</user>`')).toBe(
      '@ada, see <user id="u1">ada</user>',
    );
  });

  it.each([
    ["footnotes", "a[^1] b\n\n[^1]: **note**", "a b\n\nnote"],
    ["addresses with marks in them", "see https://a.b/*c* and *d*", "see https://a.b/*c* and d"],
    ["one tilde", "~a~ b", "a b"],
    ["definitions", "[a]: https://a.b\n\n[a] c", "a c"],
    ["rows that are longer than the head", "| a |\n| - |\n| b | c |", "a\nb\tc"],
  ])("is the tree's where the tokens tell another: %s", (_, body, text) => {
    expect(textOf(body)).toBe(text);
  });

  it("is the body with names for tags, where it has too many marks to be read", () => {
    expect(textOf(`${"*_".repeat(30_000)} <user id="u1">ada</user>`)).toBe(`${"*_".repeat(30_000)} @ada`);
  });
});

describe("a body that is nested too deep for the tokens, with too many marks for a tree", () => {
  it("is its own text, of which nothing is lost", () => {
    const body = `intro\n\n${"- ".repeat(110)}deep\n\n${"a*b*".repeat(200)}`;

    expect(textOf(body)).toBe(body);
  });
});

describe("a body that is too deep for a parser", () => {
  it("is its own text", () => {
    const tooDeep = (): never => {
      throw new RangeError("Maximum call stack size exceeded");
    };
    const body = "*a* ".repeat(500);

    expect(createLinearText(body, tooDeep).toPlainText()).toBe(body);
  });
});

describe("the tree of a body", () => {
  it("is one text node of its text, where parsing would take long", () => {
    const body = "- a **b**\n".repeat(200);

    expect(createLinearText(body, tokenize).toTree()).toEqual({
      type: "root",
      children: [{ type: "paragraph", children: [{ type: "text", value: Array(200).fill("a b").join("\n") }] }],
    });
  });

  it("is made once", () => {
    const text = createLinearText("**a**", tokenize);

    expect(text.toTree()).toBe(text.toTree());
  });
});

describe("texts that cannot wait", () => {
  it("are the same before the tokenizer is there and after", async () => {
    const texts = createLinearTexts();
    const before = texts.readAtOnce("**a** `b`").toPlainText();
    await texts.read("**a** `b`");

    expect([before, texts.readAtOnce("**a** `b`").toPlainText()]).toEqual(["a b", "a b"]);
  });
});
