import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchAnswer } from "../../src/questions/match-answer.js";
import { type Choice, toChoices } from "../../src/questions/question.js";

const named = (...labels: string[]): Choice[] => labels.map((label, index) => ({ label, actionId: `action-${index}` }));

/** The label that an answer picks. */
const pick = (text: string, choices: readonly Choice[], isNumbered = false, name = "helper"): string | undefined =>
  matchAnswer(text, choices, { isNumbered, names: [name] })?.label;

describe("an answer picks the choice", () => {
  it.each([
    ["that it names", "Blue"],
    ["in another case", "bLUE"],
    ["with space and line ends around it", "\n  Blue\t\n"],
    ["with a full stop", "Blue."],
    ["in quotes", "„Blue“"],
    ["in bold and italics", "***Blue***"],
    ["as an item of a list", "- Blue"],
    ["with words below", "Blue\n\nbecause of the sky"],
    ["addressed to the bot", "@helper: Blue"],
    ["with the bot behind it", "Blue @Helper"],
    ["with the bot as a tag", '<user id="1" notify>helper</user> Blue'],
  ])("%s", (_how, text) => {
    expect(pick(text, named("Red", "Blue"))).toBe("Blue");
  });

  it.each([
    ["a bare address", "https://github.com/acme/api", "[https://github.com/acme/api](<https://github.com/acme/api>)"],
    ["an address without its scheme", "github.com/acme/api", "[github.com/acme/api](https://github.com/acme/api)"],
    ["brackets", "[x] Done", "\\[x\\] Done"],
    ["an emoji", "❤️ Love it", "❤ Love it"],
    ["a letter with its accent apart", "Café", "Cafe\u0301"],
  ])("that Linear has written in another way: %s", (_what, label, text) => {
    expect(pick(text, named("Other", label))).toBe(label);
  });

  it("by its value, when no label says the same", () => {
    const choices: Choice[] = [
      { label: "High", actionId: "a", value: "Low" },
      { label: "Low", actionId: "a", value: "4" },
    ];

    expect([pick("4", choices), pick("low", choices)]).toEqual(["Low", "Low"]);
  });

  it.each(["2", " 2. ", "2)", "#2", "\\#2", "**2**", "@helper 2", "2\nbecause"])("by its number: %s", (text) => {
    expect(pick(text, named("Red", "Blue"), true)).toBe("Blue");
  });

  it("by a number that is a label, before one that counts", () => {
    expect(pick("1", named("2", "1"), true)).toBe("1");
  });

  it("by a number that counts, before one that is a value nobody sees", () => {
    const choices: Choice[] = [
      { label: "High", actionId: "a", value: "2" },
      { label: "Low", actionId: "a", value: "1" },
    ];

    expect([pick("1", choices, true), pick("1", choices)]).toEqual(["High", "Low"]);
  });

  it.each(["my-bot", "@my-bot", "a.b|c", "(bot)", "Big Bot", "[x", "a/b", "$&"])(
    "addressed to a bot named %s",
    (name) => {
      const text = `@${name.replace(/^@/, "")} Blue`;
      expect(pick(text, named("Red", "Blue"), false, name)).toBe("Blue");
    },
  );

  it("exactly, before one that differs in its marks", () => {
    const choices = named("C", "C++", "C#", "C!");

    expect(["C", "C++", "c#", "C!"].map((text) => pick(text, choices))).toEqual(["C", "C++", "C#", "C!"]);
  });
});

describe("an answer picks nothing", () => {
  it.each([
    ["when it says more than the label", "Blue, please"],
    ["when it only holds the label", "I like Blue"],
    ["when the label is below other words", "I think:\nBlue"],
    ["when it is empty", " \n "],
    ["when it is addressed to somebody else", "@bo Blue"],
    ["when it is addressed to somebody else by a tag", '<user id="2">bo</user> Blue'],
    ["when it asks back", "Blue?"],
    ["when it is struck through", "~~Blue~~\nI have to think"],
    ["when it quotes the choice", "> Blue\n\nWhich blue is that?"],
    ["when it only lists the choices", "- Red\n- Blue\n\nWhat is the difference?"],
    ["when another line picks another one", "Blue\n\nNo, sorry:\nRed"],
    ["when it is a number where none are shown", "2"],
  ])("%s", (_why, text) => {
    expect(pick(text, named("Red", "Blue"))).toBeUndefined();
  });

  it.each(["0", "3", "2.5", "-", "1 2"])("by a number that none has: %s", (text) => {
    expect(pick(text, named("Red", "Blue"), true)).toBeUndefined();
  });

  it("when it fits two choices", () => {
    const choices: Choice[] = [
      { label: "One", actionId: "a", value: "same" },
      { label: "Two", actionId: "a", value: "same" },
    ];

    expect(pick("same", choices)).toBeUndefined();
  });

  it("when it is the chat's token", () => {
    expect(pick("__cb:secret", [{ label: "Approve", actionId: "approve", value: "__cb:secret" }])).toBeUndefined();
  });
});

describe("a very long text", () => {
  // Each takes minutes to hours where time grows with the square of the length.
  it.each([
    ["of marks", `${"!".repeat(500_000)}x`],
    ["of tags that never end", "<user".repeat(200_000)],
    ["of links that never end", `[${"\\[".repeat(400_000)}`],
    ["of names", "@helper ".repeat(100_000)],
    ["of white space", `Blue${" ".repeat(500_000)}x`],
    ["of lines", "Blue\n".repeat(200_000)],
  ])("%s is read at once", (_of, text) => {
    const startedAt = performance.now();
    pick(text, named("Red", "Blue"), true);

    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it("is an answer by its first line only", () => {
    const words = " because of the sky".repeat(1_000);
    expect([pick(`Blue\n${words}`, named("Red", "Blue")), pick(`Blue${words}`, named("Red", "Blue"))]).toEqual([
      "Blue",
      undefined,
    ]);
  });
});

describe("whatever the labels are", () => {
  const labels = fc.array(
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .map((label) => label.replace(/[\s\\]+/g, " ").trim())
      .filter((label) => /[\p{L}\p{N}]/u.test(label) && !/@helper/i.test(label)),
    { minLength: 1, maxLength: 6 },
  );

  it("each of them picks its own choice, in any case and as Linear escapes it", () => {
    fc.assert(
      fc.property(labels, fc.boolean(), (texts, isNumbered) => {
        const choices = toChoices(
          texts.map((label) => ({ kind: "button", label, description: "", actionId: "a", value: undefined })),
        );
        const escaped = choices.map(({ label }) => label.replace(/[[\]*_`]/g, "\\$&"));
        const own = choices.map(({ label }) => label);

        expect(own.map((label) => pick(label, choices, isNumbered))).toEqual(own);
        expect(escaped.map((label) => pick(`  ${label}\nand more`, choices, isNumbered))).toEqual(own);
      }),
    );
  });
});
