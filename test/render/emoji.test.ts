// Covers: src/render/emoji-names.ts

import { createEmoji, DEFAULT_EMOJI_MAP, emoji, getEmoji } from "chat";
import { describe, expect, it } from "vitest";
import { emojiText, fromLinearEmoji, isSameEmoji, toLinearEmoji } from "../../src/render/emoji.js";
import { EMOJI_NAMES } from "../../src/render/emoji-names.js";

describe("toLinearEmoji", () => {
  it("gives one name to every spelling of an emoji", () => {
    const spellings = [
      emoji.thumbs_up,
      "thumbs_up",
      "👍",
      "thumbsup",
      ":thumbsup:",
      "+1",
      ":+1:",
      "{{emoji:thumbs_up}}",
    ];

    expect(spellings.map(toLinearEmoji)).toEqual(Array(8).fill("+1"));
  });

  it("reads characters with and without the variation selector", () => {
    expect(["❤️", "❤", "⚠️", "⚠"].map(toLinearEmoji)).toEqual(["heart", "heart", "warning", "warning"]);
  });

  it("takes a bare name for the SDK's and a name in colons for a shortcode", () => {
    expect(["cry", emoji.cry, ":cry:", "😭", "😢"].map(toLinearEmoji)).toEqual(["sob", "sob", "cry", "sob", "cry"]);
  });

  it("keeps a character apart that the SDK only counts as the same emoji", () => {
    expect(["😂", "😆", "🎉", "🥳"].map(toLinearEmoji)).toEqual(["joy", "laughing", "tada", "partying_face"]);
  });

  it("passes custom and unknown emoji through", () => {
    expect([getEmoji("shipit"), "shipit", ":shipit:", "🦄", "constructor", "__proto__", ""].map(toLinearEmoji)).toEqual(
      ["shipit", "shipit", "shipit", "🦄", "constructor", "__proto__", ""],
    );
  });
});

describe("fromLinearEmoji", () => {
  it("gives back every well-known emoji that it was made from", () => {
    const names = Object.keys(DEFAULT_EMOJI_MAP);

    expect(names.map((name) => fromLinearEmoji(toLinearEmoji(getEmoji(name))))).toEqual(names.map(getEmoji));
  });

  it("knows every spelling of a shortcode", () => {
    const spellings = Object.entries(EMOJI_NAMES).flatMap(([emojiName, names]) =>
      names.map((name) => ({ emojiName, name })),
    );

    expect(spellings.map(({ name }) => fromLinearEmoji(name))).toEqual(
      spellings.map(({ emojiName }) => getEmoji(emojiName)),
    );
  });

  it("counts near characters as the SDK does", () => {
    expect(["laughing", "partying_face", "heavy_check_mark", "smile", "🥳"].map(fromLinearEmoji)).toEqual([
      emoji.laugh,
      emoji.party,
      emoji.check,
      emoji.smile,
      emoji.party,
    ]);
  });

  it("gives a custom emoji under its own name", () => {
    expect([fromLinearEmoji("shipit"), fromLinearEmoji("constructor")]).toEqual([
      getEmoji("shipit"),
      getEmoji("constructor"),
    ]);
  });
});

describe("isSameEmoji", () => {
  it("finds a reaction under whichever alias Linear kept", () => {
    const pairs: [string, string][] = [
      ["thumbs_up", "thumbsup"],
      ["👍", "+1"],
      ["stop", "stop_sign"],
      ["stop", "octagonal_sign"],
      ["sad", "cry"],
      ["shipit", "shipit"],
      ["check", "✅"],
    ];

    expect(pairs.map(([wanted, stored]) => isSameEmoji(wanted, stored))).toEqual(Array(7).fill(true));
  });

  it("keeps different reactions apart", () => {
    const pairs: [string, string][] = [
      ["thumbs_up", "-1"],
      ["cry", "cry"],
      ["smile", "smile"],
      ["😂", "laughing"],
    ];

    expect(pairs.map(([wanted, stored]) => isSameEmoji(wanted, stored))).toEqual(Array(4).fill(false));
  });
});

describe("emojiText", () => {
  it("prints the character, or the shortcode of an emoji that has none", () => {
    const { rosette_mark } = createEmoji({ rosette_mark: { slack: "rosette", gchat: "🏵️" } });

    expect(["fire", "+1", "100", rosette_mark.name, "shipit", "🦄", "toString"].map(emojiText)).toEqual([
      "🔥",
      "👍",
      "💯",
      "🏵️",
      ":shipit:",
      "🦄",
      ":toString:",
    ]);
  });
});
