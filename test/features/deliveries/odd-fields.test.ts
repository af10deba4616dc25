import type { Message } from "chat";
import { type LinearRawMessage, renderSessionContext } from "chat-adapter-linear";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FixtureName, FixturePayload } from "../../fixtures/fixture.js";
import { deliver } from "../../support/deliver.js";
import { recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { withField } from "../../webhook/payload-edits.js";

let bot: TestBot;
let commenting: TestBot;
const heard: Message<LinearRawMessage>[] = [];

const start = (mode: "agent-sessions" | "comments"): Promise<TestBot> =>
  startTestBot({
    mode,
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false, silentResponse: false }),
    on: (chat) => {
      chat.onNewMention(async (_, message) => void heard.push(message as Message<LinearRawMessage>));
    },
  });

beforeAll(async () => {
  bot = await start("agent-sessions");
  commenting = await start("comments");
});
afterEach(() => {
  heard.length = 0;
  lines = bot.logger.entries.length;
  commentLines = commenting.logger.entries.length;
});
afterAll(async () => {
  await bot.close();
  await commenting.close();
});

/** How many lines the logs had before the test. */
let lines = 0;
let commentLines = 0;

const warnings = (): string[] =>
  [...bot.logger.entries.slice(lines), ...commenting.logger.entries.slice(commentLines)].flatMap(({ level, text }) =>
    level === "warn" ? [text] : [],
  );

/** A recorded delivery of a session or a comment of its own. */
function another(name: FixtureName, { linear } = bot): FixturePayload {
  const payload = recorded(name, linear);
  const ids = [Object(payload.agentSession).id, Object(payload.agentSession).commentId, Object(payload.data).id];
  const moved = ids
    .filter((id) => id !== undefined)
    .reduce((text, id) => text.replaceAll(id, crypto.randomUUID()), JSON.stringify(payload));
  return JSON.parse(moved);
}

const WARNING = "A Linear webhook holds fields that could not be read; the bot hears of the event without them";

/** The fields that the log has named, a line for each warning. */
const named = (): string[] =>
  warnings()
    .filter((line) => line.startsWith(WARNING))
    .map((line) => /fields: '([^']*)'/.exec(line)?.[1] ?? line);

const texts = (): string[] => heard.map(({ text }) => text);

describe("a session whose event holds an odd field", () => {
  it.each<[string, unknown, string]>([
    ["guidance", "Always write tests.", "guidance"],
    ["guidance", [{ body: null }], "guidance[0].body"],
    ["guidance", ["Rule"], "guidance[0]"],
    ["promptContext", { type: "doc" }, "promptContext"],
    ["previousComments", [null], "previousComments[0]"],
    ["previousComments", "none", "previousComments"],
    ["agentSession.issue.description", { type: "doc" }, "agentSession.issue.description"],
    ["agentSession.issue.title", 7, "agentSession.issue.title"],
    ["agentSession.issue.team", [], "agentSession.issue.team"],
    ["agentSession.issue", "ENG-594", "agentSession.issue"],
    ["agentSession.creator", "Ada", "agentSession.creator"],
    ["agentSession.url", {}, "agentSession.url"],
  ])("is heard without it, and the log names it once: %s is %j", async (path, value, field) => {
    const payload = withField(another("agent-session-created-root-mention"), path, value);

    expect(await deliver(bot, bot.linear.buildWebhook(payload))).toBe(200);
    expect(texts()).toEqual(["@helperbot let's see about his"]);
    expect(named()).toEqual([field]);
  });

  it("has a prompt of what can be read", async () => {
    const payload = another("agent-session-created-root-mention");
    const guidance = [{ body: 7 }, { body: "Answer in English.", origin: { type: "Organization" } }, null];
    await deliver(bot, bot.linear.buildWebhook({ ...payload, guidance, promptContext: 7, previousComments: [7] }));

    const prompt = heard.map(({ raw }) => renderSessionContext(raw));
    expect(prompt).toEqual([
      { promptContext: "none", text: expect.stringContaining("1. (workspace) Answer in English.\n\nThe request:") },
    ]);
    expect(named()).toEqual(["promptContext, previousComments[0], guidance[0].body, guidance[2]"]);
  });

  it("is one warning, however many there are", async () => {
    const payload = another("agent-session-created-root-mention");
    await deliver(bot, bot.linear.buildWebhook({ ...payload, previousComments: Array(1_000).fill(null) }));

    expect(named()).toEqual([Array.from({ length: 10 }, (_, index) => `previousComments[${index}]`).join(", ")]);
    expect(warnings()).toEqual([expect.stringContaining("more: 990")]);
  });

  it("is asked of Linear where its comment is what cannot be read", async () => {
    const { linear } = bot;
    const comment = await linear.comment({ issue: linear.createIssue(), body: "@helper what about this?" });
    await bot.settled();
    heard.length = 0;
    const payload = another("agent-session-created-root-mention");
    const named = withField(withField(payload, "agentSession.commentId", comment.id), "previousComments", null);

    expect(
      await deliver(bot, linear.buildWebhook(withField(named, "agentSession.comment", { id: comment.id, body: 7 }))),
    ).toBe(200);
    expect(heard.map(({ text, raw }) => [text, raw.kind === "agent_session_comment" && raw.trigger])).toEqual([
      ["@helper what about this?", "mention"],
    ]);
  });
});

describe("a comment whose event holds an odd field", () => {
  it.each<[string, unknown, string]>([
    ["actor", "Ada", "actor"],
    ["url", 7, "url"],
    ["data.user", "Ada", "data.user"],
    ["data.issue", [], "data.issue"],
    ["data.createdAt", "yesterday", "data.createdAt"],
    ["data.quotedText", { type: "doc" }, "data.quotedText"],
    ["data.botActor", "{", "data.botActor"],
  ])("is heard without it: %s is %j", async (path, value, field) => {
    const payload = withField(another("comment-create-root-mention", commenting), path, value);
    const mention = withField(payload, "data.body", "@helper do you know?");

    expect(await deliver(commenting, commenting.linear.buildWebhook(mention))).toBe(200);
    expect([texts(), named()]).toEqual([["@helper do you know?"], [field]]);
  });

  it("is refused where nobody could tell whose it is, as the bot's own words would be answered", async () => {
    const payload = withField(another("comment-create-root-mention", commenting), "data.userId", null);

    expect(await deliver(commenting, commenting.linear.buildWebhook(withField(payload, "data.user", "Ada")))).toBe(400);
  });
});
