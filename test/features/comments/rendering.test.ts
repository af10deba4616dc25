// Covers: src/organizations/bot-identity.ts

import {
  Actions,
  type AdapterPostableMessage,
  type Attachment,
  Button,
  Card,
  CardLink,
  CardText,
  Divider,
  emoji,
  Field,
  Fields,
  LinkButton,
  type PostableMessage,
  parseMarkdown,
  Table,
  type Thread,
} from "chat";
import type { EmulatedComment, EmulatedIssue } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { introduce, requestsOf } from "../../support/requests-of.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const NOBODY = "00000000-0000-4000-8000-000000000000";

let bot: TestBot;
let issue: EmulatedIssue;
let root: EmulatedComment;
let thread: Thread;

beforeAll(async () => {
  bot = await startTestBot();
  await introduce(bot);
});
afterAll(async () => {
  await bot.close();
});
beforeEach(async () => {
  issue = bot.linear.createIssue();
  root = await bot.linear.comment({ issue, body: "Hello?" });
  thread = bot.bot.thread(`linear:${issue.id}:c:${root.id}`);
});

/** The comments that a post becomes. */
async function post(message: string | PostableMessage): Promise<string[]> {
  await thread.post(message);
  return bot.linear.comments({ issue, by: bot.linear.organization.appUserId }).map(({ body }) => body);
}

describe("a post in Linear", () => {
  it.each<[string, AdapterPostableMessage, string]>([
    ["a text", "See https://example.com/a_b_c and *this*", "See https://example.com/a_b_c and *this*"],
    ["Markdown", { markdown: "- [x] done\n- [ ] not `yet`" }, "- [x] done\n- [ ] not `yet`"],
    ["a raw text", { raw: "+++ More\n\nless\n\n+++" }, "+++ More\n\nless\n\n+++"],
    [
      "a tree",
      { ast: parseMarkdown("# Title\n\n* one\n* two\n\n| a | b |\n| - | - |\n| 1 | 2 |") },
      "# Title\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |",
    ],
    ["emoji", `${emoji.fire} and \`${emoji.fire}\` in code`, "🔥 and `{{emoji:fire}}` in code"],
    [
      "an image",
      { markdown: "Look", attachments: [{ type: "image", name: "door", url: "https://a.b/c.png" }] },
      "Look\n\n![door](https://a.b/c.png)",
    ],
  ])("of %s is Markdown", async (_, message, body) => {
    expect(await post(message)).toEqual([body]);
  });

  it("of a card has its buttons as a numbered list, and says how to answer", async () => {
    const card = Card({
      title: "Deploy",
      children: [
        CardText("Ready for **production**?"),
        Fields([Field({ label: "Branch", value: "main" })]),
        Divider(),
        Table({ headers: ["Check", "State"], rows: [["Tests", "green"]] }),
        CardLink({ label: "Details", url: "https://example.com/d" }),
        Actions([
          Button({ id: "yes", label: "Approve", style: "primary" }),
          LinkButton({ label: "Logs", url: "https://example.com/logs" }),
        ]),
      ],
    });

    const [body = ""] = await post(card);

    expect(body.split("\n\n")).toEqual([
      "**Deploy**",
      "Ready for **production**?",
      "- **Branch:** main",
      "---",
      "| Check | State |\n| --- | --- |\n| Tests | green |",
      "[Details](https://example.com/d)",
      "[Logs](https://example.com/logs)",
      "1. Approve",
      "_Reply with a number or its text._",
    ]);
  });

  it("of nothing is an error without a request", async () => {
    const requests = await requestsOf(bot, () =>
      expect(thread.post(" ")).rejects.toMatchObject({ code: "MESSAGE_INVALID" }),
    );

    expect(requests).toEqual([]);
  });

  it("of an attachment with neither address nor content is an error without a request", async () => {
    const attachments: Attachment[] = [{ name: "a.txt", type: "file" }];

    const requests = await requestsOf(bot, () =>
      expect(thread.post({ markdown: "Here", attachments })).rejects.toMatchObject({ code: "MESSAGE_INVALID" }),
    );

    expect(requests).toEqual([]);
  });

  it("that is long goes on below the same root, split between paragraphs", async () => {
    const paragraphs = Array.from({ length: 5 }, (_, index) => `${index} ${"word ".repeat(800).trim()}`);

    const bodies = await post({ markdown: paragraphs.join("\n\n") });

    expect(bodies).toEqual([
      paragraphs.slice(0, 2).join("\n\n"),
      paragraphs.slice(2, 4).join("\n\n"),
      paragraphs.slice(4).join("\n\n"),
    ]);
    expect(bot.linear.comments({ issue }).map(({ parentId }) => parentId)).toEqual([
      undefined,
      root.id,
      root.id,
      root.id,
    ]);
  });

  it("that is long keeps code in fences across its parts", async () => {
    const code = Array.from({ length: 400 }, (_, index) => `const value${index} = "${"x".repeat(20)}";`);

    const bodies = await post({ markdown: ["```ts", ...code, "```"].join("\n") });

    expect(bodies.map((body) => [body.startsWith("```ts\n"), body.endsWith("\n```")])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(bodies.flatMap((body) => body.split("\n").slice(1, -1))).toEqual(code);
  });

  it("that is long opens a thread on an issue with its first part", async () => {
    const sent = await bot.bot.thread(`linear:${issue.id}`).post("word ".repeat(3_000));

    const [first, second] = bot.linear.comments({ issue, by: bot.linear.organization.appUserId });
    expect(first).toMatchObject({ id: sent.id, parentId: undefined });
    expect(second).toMatchObject({ parentId: sent.id });
  });
});

describe("a mention", () => {
  it("is the user's profile, which is asked for once", async () => {
    const grace = bot.linear.addPerson({ name: "Grace Hopper" });

    const first = await requestsOf(bot, () => thread.post(`${thread.mentionUser(grace.id)}: look`));
    const second = await requestsOf(bot, () => thread.post(`Thanks, ${thread.mentionUser(grace.id)}.`));

    expect(bot.linear.comments({ issue, by: bot.linear.organization.appUserId }).map(({ body }) => body)).toEqual([
      `${grace.url}: look`,
      `Thanks, ${grace.url}.`,
    ]);
    expect([first, second]).toEqual([["GetProfileUrl", "CreateComment"], ["CreateComment"]]);
  });

  it("of several people asks for each once", async () => {
    const people = [bot.linear.addPerson({ name: "Alan Turing" }), bot.linear.addPerson({ name: "Kurt Gödel" })];
    const [alan = "", kurt = ""] = people.map(({ id }) => thread.mentionUser(id));

    const requests = await requestsOf(bot, () => thread.post(`${alan} ${kurt} ${alan}`));

    expect(requests).toEqual(["GetProfileUrl", "GetProfileUrl", "CreateComment"]);
    expect(bot.linear.comments({ issue }).at(-1)?.body).toBe(`${people[0]?.url} ${people[1]?.url} ${people[0]?.url}`);
  });

  it("of nobody stays readable", async () => {
    expect(await post(`Ask ${thread.mentionUser(NOBODY)} or <@U123>`)).toEqual([`Ask @${NOBODY} or @U123`]);
  });

  it("that Linear refuses to look up stays readable", async () => {
    bot.linear.injectFault({
      on: "graphql",
      operation: "GetProfileUrl",
      kind: "graphql-error",
      type: "invalid input",
      message: "Argument Validation Error",
    });

    expect(await post("Ask <@U123>")).toEqual(["Ask @U123"]);
  });

  it("in code is code", async () => {
    const requests = await requestsOf(bot, () => thread.post(`\`${thread.mentionUser(bot.linear.bo.id)}\``));

    expect(requests).toEqual(["CreateComment"]);
    expect(bot.linear.comments({ issue }).at(-1)?.body).toBe(`\`<@${bot.linear.bo.id}>\``);
  });

  it("in an edit is the user's profile too", async () => {
    const sent = await thread.post("Who?");

    await sent.edit(`You, ${thread.mentionUser(bot.linear.ada.id)}`);

    expect(bot.linear.comments({ issue }).at(-1)?.body).toBe(`You, ${bot.linear.ada.url}`);
  });
});

describe("a post in an agent session", () => {
  it("is rendered the same way, and a long one becomes several responses", async () => {
    const session = await bot.linear.delegate({ issue });
    const card = Card({ title: "Deploy", children: [CardText(`${emoji.fire} ${"word ".repeat(2_500)}`)] });

    await bot.bot.thread(`linear:${issue.id}:s:${session.id}`).post(card);

    const contents = bot.linear.activities(session).map(({ content }) => content);
    expect(contents.map(({ type, body = "" }) => [type, body.length <= 10_000])).toEqual([
      ["response", true],
      ["response", true],
    ]);
    expect(contents[0]?.body?.startsWith("**Deploy**\n\n🔥 word word")).toBe(true);
  });
});

describe("renderFormatted and parseMessage", () => {
  it("bring a message back to the Markdown that it was", async () => {
    const body = "**Bold**, `code`, a [link](https://example.com/a_b) and https://example.com/c_d";
    const comment = await bot.linear.comment({ issue, parent: root, body });
    const read = await bot.adapter.fetchMessage(thread.id, comment.id);

    const parsed = bot.adapter.parseMessage(read?.raw as NonNullable<typeof read>["raw"]);

    expect(parsed.text).toBe("Bold, code, a link and https://example.com/c_d");
    expect(bot.adapter.renderFormatted(parsed.formatted)).toBe(body);
  });
});
