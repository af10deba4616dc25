import { describe, expect, it } from "vitest";
import { replaceOutsideCode } from "../../src/render/outside-code.js";

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
