// Covers: src/render/text/spoken-lines.ts
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLinearText } from "../../src/render/linear-text.js";
import type { BotNames } from "../../src/render/mentions.js";
import { createTokenizer } from "../../src/render/text/tokenizer.js";
import { anyText } from "../support/any-text.js";

const tokenize = await createTokenizer().load();

const isBotMentioned = (body: string, bot: BotNames): boolean => createLinearText(body, tokenize).mentions(bot);

const BOT = {
  userId: "0f5a3c11-2222-4444-8888-9b1f3a5f7d21",
  names: ["helper", "My Bot", "my-bot", "r2_d2", "C++ (beta)", "Ämter"],
};

/** More marks than are read. */
const MANY = "*_".repeat(30_000);

const mentions = (body: string): boolean => isBotMentioned(body, BOT);

describe("a comment that mentions the bot", () => {
  it.each([
    ["a bare handle", "@helper"],
    ["a handle in a sentence", "could @helper look at this?"],
    ["another case", "Hey @HELPER!"],
    ["a comma", "@helper, please"],
    ["a colon", "@helper: please"],
    ["a full stop", "Ask @helper."],
    ["an ellipsis before", "Hm...@helper?"],
    ["a genitive", "that is @helper's job"],
    ["parentheses", "(cc @helper)"],
    ["quotation marks", "“@helper”"],
    ["an em dash behind", "@helper—go"],
    ["a line start behind a line end", "Hello\n@helper\ngo"],
    ["bold", "**@helper** go"],
    ["emphasis", "_@helper_ go"],
    ["a list item", "- [ ] @helper: tests"],
    ["a heading", "# for @helper"],
    ["a table", "| who |\n| --- |\n| @helper |"],
    ["a name with a space", "@My Bot please"],
    ["a name with a space, over a line end", "@my\nbot please"],
    ["a name with a hyphen", "@my-bot please"],
    ["a name with an underscore, escaped by Linear", "@r2\\_d2 please"],
    ["a name of special characters", "@C++ (beta) please"],
    ["a decomposed umlaut", "@A\u0308mter please"],
    ["Chinese behind the name", "@helper请看一下"],
    ["Chinese before the name", "请@helper看一下"],
    ["a Korean particle", "@helper가 해줘"],
    ["a profile address", "https://linear.app/acme/profiles/helper please"],
    ["a profile address in pointed brackets", "<https://linear.app/acme/profiles/helper>"],
    ["a profile link", "[@helper](https://linear.app/acme/profiles/helper)"],
    ["a profile link as Linear prints it", "[x](<https://linear.app/acme/profiles/Helper?from=chip>)"],
    ["a profile link with an encoded handle", "https://linear.app/acme/profiles/%C3%84mter"],
    ["a user tag", `<user id="${BOT.userId}" notify>helper</user> please`],
    ["a user tag in a sentence", `please, <user notify id="${BOT.userId}">someone renamed it</user>`],
    ["a place that lies too deep to be read", `${"- ".repeat(110)}@helper\n\n${"a*b*".repeat(400)}`],
    ["a text of too many marks", `@helper ${MANY}`],
    ["a user tag in a text of too many marks", `<user id="${BOT.userId}">helper</user> ${MANY}`],
    ["code beside it", "`@ada` @helper"],
  ])("has %s", (_, body) => {
    expect(mentions(body)).toBe(true);
  });
});

describe("a comment that does not mention the bot", () => {
  it.each([
    ["nothing of the kind", "a usual comment"],
    ["the name without @", "the helper is nice"],
    ["someone else", "@ada please"],
    ["a longer name", "@helper2 please"],
    ["a longer name with a hyphen", "@helper-dev please"],
    ["a longer name with a dot", "@helper.doe please"],
    ["a longer name with an underscore", "@helper_two please"],
    ["a longer name with an umlaut", "@helperä please"],
    ["an address for mail", "jane@helper.com"],
    ["an address for mail with a plus", "jane+x@helper"],
    ["a package", "install @helper/core"],
    ["an address with a handle", "https://example.com/@helper"],
    ["a handle of another network", "@helper@example.social"],
    ["a code span", "run `@helper go`"],
    ["a fence", "```\n@helper go\n```"],
    ["an indented block", "see:\n\n    @helper go"],
    ["a quote", "> @helper go\n\nno"],
    ["a quote in a list", "- > @helper go"],
    ["a quoted user tag", `> <user id="${BOT.userId}">helper</user>`],
    ["a user tag in code", `\`<user id="${BOT.userId}">helper</user>\``],
    ["the user tag of someone with its name", '<user id="someone" notify>helper</user>'],
    ["a user tag of which only another attribute fits", `<user id="x" data-id="${BOT.userId}">helper</user>`],
    ["the profile of someone", "https://linear.app/acme/profiles/helper2"],
    ["the profile of someone under its name", "[@helper](https://linear.app/acme/profiles/ada)"],
    ["a profile on another host", "https://example.com/acme/profiles/helper"],
    ["a profile address in code", "`https://linear.app/acme/profiles/helper`"],
    ["half a name", "@My robot"],
    ["an HTML comment", "<!-- @helper -->"],
    ["a broken encoding", "https://linear.app/acme/profiles/%E0%A4%A"],
    ["a user tag in a comment", `a <!-- <user id="${BOT.userId}">x</user> --> b`],
    ["a user tag in a comment of lines", `<!-- <user id="${BOT.userId}"> -->\n\na`],
    ["a user tag in an instruction", `a <? <user id="${BOT.userId}"> ?> b`],
    ["a user tag in CDATA", `a <![CDATA[ <user id="${BOT.userId}"> ]]> b`],
    ["a user tag in an attribute", `a <b title='<user id="${BOT.userId}">'>x</b>`],
    ["a user tag in a script", `<script>\n'<user id="${BOT.userId}">'\n</script>`],
    ["a user tag in preformatted text", `<pre>\n<user id="${BOT.userId}">x</user>\n</pre>`],
    ["a user tag around nothing", `a <user id="${BOT.userId}"></user>`],
    ["a profile link without a label", "a [](https://linear.app/acme/profiles/helper) b"],
    ["a code span, in a text of too many marks", `\`@helper\` ${MANY}`],
    ["a fence, in a text of too many marks", `\`\`\`\n@helper\n\`\`\`\n${MANY}`],
    ["a quote, in a text of too many marks", `> @helper\n\n${MANY}`],
    ["a comment, in a text of too many marks", `<!-- @helper --> ${MANY}`],
    ["an unlabelled link, in a text of too many marks", `[](https://linear.app/acme/profiles/helper) ${MANY}`],
    ["nothing", ""],
  ])("has %s", (_, body) => {
    expect(mentions(body)).toBe(false);
  });

  it("has any text, where the bot has neither a name nor an id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(isBotMentioned(`@${text} <user id="x">x</user>`, { userId: undefined, names: ["", " @ "] })).toBe(false);
      }),
    );
  });
});

describe("a text", () => {
  it("takes names with and without @", () => {
    expect(isBotMentioned("@helper go", { userId: undefined, names: ["@helper"] })).toBe(true);
  });

  it("finds any name in any plain surroundings, so that the look before parsing misses none", () => {
    const name = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}_.+-]{0,12}[\p{L}\p{N}]$/u);
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 5 }).map((list) => list.join(" "));

    fc.assert(
      fc.property(name, words, words, (handle, before, after) => {
        const typed = handle.replace(/[_.+-]/g, "\\$&");
        expect(isBotMentioned(`${before} @${typed} ${after}`, { userId: undefined, names: [handle] })).toBe(true);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(anyText(), anyText(), (body, name) => {
        expect(typeof isBotMentioned(`@${body}`, { userId: name, names: [name] })).toBe("boolean");
      }),
    );
  });
});
