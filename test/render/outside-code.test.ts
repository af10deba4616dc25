// Covers: src/render/text/code-lines.ts
import { describe, expect, it } from "vitest";
import { replaceOutsideCode } from "../../src/render/outside-code.js";
import { hostileTexts } from "./text/hostile-texts.js";

const shout = (markdown: string): string => replaceOutsideCode(markdown, /[a-z]/g, ([letter]) => letter.toUpperCase());

describe("replaceOutsideCode", () => {
  it("changes a text without code", () => {
    expect(shout("a **b** c")).toBe("A **B** C");
  });

  it("leaves spans, fences and indented blocks alone, at any depth", () => {
    expect(shout("a `b` ``c ` d`` e\n\n```js\nf\n```\n\ng\n\n    h\n\n> ~~~\n> i\n> ~~~\n\n- j\n\n      k\n\nl")).toBe(
      "A `b` ``c ` d`` E\n\n```js\nf\n```\n\nG\n\n    h\n\n> ~~~\n> i\n> ~~~\n\n- J\n\n      k\n\nL",
    );
  });

  it("changes what only looks like code", () => {
    expect(shout("a ` b\n\n- c\n    d")).toBe("A ` B\n\n- C\n    D");
  });

  it("leaves a match alone that reaches into code", () => {
    expect(replaceOutsideCode("a `b` a", /a `b|a$/g, () => "x")).toBe("a `b` x");
  });
});

describe("replaceOutsideCode on a text that takes long to parse", () => {
  it("leaves spans and fences alone, also in lists and quotes", () => {
    const long = "A *B* ".repeat(2_000);
    const text = [
      "a `b` ``c ` d`` e",
      "```js\nf\n\ng\n```",
      "h",
      "> ~~~\n> i\n> ~~~\n> j",
      "- ```\n  k\n  ```",
      "l `m\n\nn` o",
      "````\np\n```\nq",
    ].join("\n\n");

    expect(shout(`${long}\n\n${text}`).slice(long.length + 2)).toBe(
      [
        "A `b` ``c ` d`` E",
        "```js\nf\n\ng\n```",
        "H",
        "> ~~~\n> i\n> ~~~\n> J",
        "- ```\n  k\n  ```",
        "L `M\n\nN` O",
        "````\np\n```\nq",
      ].join("\n\n"),
    );
  });

  // Only a tree tells indented code from text.
  it.each(hostileTexts)("makes no tree of it: %s", (_, build) => {
    const text = `    code\n\n${build(256_000)}`;

    expect(replaceOutsideCode(text, /^ {4}code/g, () => "no tree").slice(0, 7)).toBe("no tree");
  });
});
