import { describe, expect, it } from "vitest";
import { whatChanged } from "../../src/questions/what-changed.js";

describe("what an edit changed", () => {
  it.each([
    ["a paragraph that came", "Title\n\nText", "Title\n\nText\n\nApproved.", "Approved."],
    ["a paragraph that is another", "One\n\nTwo", "One\n\nThree\n\nFour", "Three\n\nFour"],
    ["nothing, when a paragraph went", "One\n\nTwo", "Two", ""],
    ["nothing, when only space differs", "One  two\n\n\nThree", "One two\n\nThree\n", ""],
    ["all, when all is new", "One", "Two\n\nThree", "Two\n\nThree"],
    ["code as a whole", "```\na\n\nb\n```", "```\na\n\nc\n```\n\nEnd", "```\na\n\nc\n```\n\nEnd"],
  ])("is %s", (_what, before, after, news) => {
    expect(whatChanged(before, after)).toBe(news);
  });
});
