import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripMentionTags } from "../../src/render/mention-tags.js";

describe("stripMentionTags", () => {
  it("reads user tags as @name, in any order of attributes", () => {
    expect(stripMentionTags('<user id="u1" notify>ada</user> and <user notify id="u2">@Bo B</user>')).toBe(
      "@ada and @Bo B",
    );
  });

  it("reads tags of issues and projects as their text", () => {
    expect(stripMentionTags('see <issue id="i1">ENG-1</issue> in <project id="p1" x="y">Apollo</project>')).toBe(
      "see ENG-1 in Apollo",
    );
  });

  it("leaves every other tag alone", () => {
    const text =
      '<issue identifier="ENG-1"><title>x</title></issue> <b id="x">y</b> <user>z</user> <users id="1">q</users> a < b </p>';

    expect(stripMentionTags(text)).toBe(text);
  });

  it("leaves code alone", () => {
    const text = '`<user id="u1">ada</user>`\n\n```xml\n<user id="u1">ada</user>\n```\n\n    <user id="u1">ada</user>';

    expect(stripMentionTags(`${text}\n\n<user id="u1">ada</user>`)).toBe(`${text}\n\n@ada`);
  });

  it("never changes a text without tags", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => !text.includes("</")),
        (text) => {
          expect(stripMentionTags(text)).toBe(text);
        },
      ),
    );
  });
});
