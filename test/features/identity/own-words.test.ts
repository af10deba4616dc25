// Covers: src/inbound/handlers/session-prompted.ts
// Covers: src/messages/remembered/own-words.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { Message } from "chat";
import type { LinearAdapter, LinearRawMessage } from "chat-adapter-linear";
import type { EmulatedSession, LinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, describe, expect, it } from "vitest";
import { said } from "../../support/agent.js";
import { deliver } from "../../support/deliver.js";
import { streamOf } from "../../support/stream-support.js";
import { type BotOfTest, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";
import { startReinstallable } from "./reinstalled.js";

const open: TestBot[] = [];
const heard: string[] = [];

afterEach(async () => {
  for (const bot of open.splice(0)) await bot.close();
  heard.length = 0;
});

async function start(options: TestBotOptions): Promise<TestBot> {
  const bot = await startTestBot({
    emulator: { webhookRetryDelaysMs: [], app: { events: ["Comment", "AgentSessionEvent"] } },
    config: (linear) => ({ accessToken: linear.createAccessToken(), acknowledgeAfterMs: false }),
    on: answerAll,
    ...options,
  });
  open.unshift(bot);
  return bot;
}

function answerAll(chat: BotOfTest): void {
  chat.onNewMention(async (thread, message) => {
    heard.push(message.text);
    await thread.subscribe();
    await thread.post(`You said: ${message.text}`);
  });
  chat.onSubscribedMessage(async (thread, message) => {
    heard.push(message.text);
    await thread.post(`You said: ${message.text}`);
  });
}

const sessionOf = (linear: LinearEmulator): EmulatedSession =>
  linear.sessions()[0] ?? expect.fail("There is no session");

describe("what the bot itself writes in a session by other means", () => {
  it.each(["agent-sessions", "all"] as const)("is no prompt: %s", async (mode) => {
    const bot = await start({ mode });
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await bot.settled();
    await linear.prompt({ session: sessionOf(linear), body: "note to myself", by: linear.organization.appUserId });
    await bot.settled();

    expect(heard).toEqual(["@helper one"]);
  });

  it("is no prompt when it wrote as an earlier app user", async () => {
    const bot = await startReinstallable("a function", { mode: "agent-sessions", on: answerAll });
    open.unshift(bot);
    const { linear } = bot;
    const { appUserId } = linear.organization;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await bot.settled();
    await bot.reinstall();
    await linear.mention({ issue: linear.createIssue(), text: "two" });
    await bot.settled();
    await linear.prompt({ session: linear.sessions()[1] ?? "", body: "note to myself", by: appUserId });
    await bot.settled();

    expect(heard).toEqual(["@helper one", "@helper2 two"]);
  });

  it("is no prompt when the event tells of the writer no more than the id", async () => {
    const bot = await start({ mode: "agent-sessions" });
    const { linear } = bot;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await linear.prompt({ session: sessionOf(linear), body: "two" });
    await bot.settled();
    const { payload } = linear.deliveries().find(({ action }) => action === "prompted") ?? expect.fail("No prompt");
    const { user: _, ...activity } = payload.agentActivity as { user: unknown };
    const own = { ...activity, id: crypto.randomUUID(), userId: linear.organization.appUserId };
    heard.length = 0;
    const status = await deliver(bot, linear.buildWebhook({ ...payload, agentActivity: own }));

    expect([status, heard]).toEqual([200, []]);
  });
});

describe("a session that the bot's own words have opened", () => {
  const ownCreator = ({ organization }: LinearEmulator): object => ({
    creator: { id: organization.appUserId, name: "helper", email: "1@oauthapp.linear.app", url: undefined },
  });
  const ownComment = ({ organization, comments }: LinearEmulator): object => {
    const [comment] = comments();
    return { creator: null, comment: { id: comment?.id, body: comment?.body, userId: organization.appUserId } };
  };

  it.each([
    ["as its creator", ownCreator],
    ["by its comment, for apps are no creators", ownComment],
  ])("ends without an answer when Linear names the bot %s", async (_, change) => {
    const first = await start({ mode: "agent-sessions", on: () => {} });
    const { linear } = first;
    await linear.mention({ issue: linear.createIssue(), text: "one" });
    await first.settled();
    const { payload } = linear.deliveries().find(({ action }) => action === "created") ?? expect.fail("No session");
    const agentSession = { ...(payload.agentSession as object), ...change(linear) };
    const bot = await start({ mode: "agent-sessions", linear, state: createMemoryState() });
    await deliver(bot, linear.buildWebhook({ ...payload, agentSession }));

    expect(heard).toEqual([]);
    expect(said(linear).at(-1)).toEqual(["response", "I wrote this myself, so I leave it at that."]);
    expect(linear.session(sessionOf(linear)).status).toBe("complete");
    expect(bot.logger.at("warn").filter((line) => line.includes("mentioned itself"))).toHaveLength(1);
  });
});

describe("the bot's own words in a comment thread", () => {
  it.each([
    ["a person of another product", { externalUser: { name: "Bridge" } }],
    ["an integration", { botActor: { name: "Bridge" } }],
  ])("are not heard when they come back from %s", async (_, author) => {
    const bot = await start({ mode: "comments" });
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.mention({ issue, text: "one and two" });
    await bot.settled();
    await linear.comment({ issue, parent, body: "*You said:* \n@helper one and two", ...author });
    await bot.settled();
    await linear.comment({ issue, parent, body: "Something else that nobody said", ...author });
    await bot.settled();

    expect(heard).toEqual(["@helper one and two", "Something else that nobody said"]);
  });

  it("are not heard when what comes back was streamed", async () => {
    const bot = await start({
      mode: "comments",
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.subscribe();
          await thread.post(streamOf("A long ", "answer in ", "pieces"));
        });
        chat.onSubscribedMessage(async (_thread, message) => void heard.push(message.text));
      },
    });
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.mention({ issue, text: "one" });
    await bot.settled();
    await linear.comment({ issue, parent, body: "A long answer in pieces", externalUser: { name: "Bridge" } });
    await bot.settled();

    expect(heard).toEqual([]);
  });

  it("are heard when a person repeats them", async () => {
    const bot = await start({ mode: "comments" });
    const { linear } = bot;
    const issue = linear.createIssue();
    const parent = await linear.mention({ issue, text: "one and two" });
    await bot.settled();
    await linear.comment({ issue, parent, body: "You said: @helper one and two" });
    await bot.settled();

    expect(heard).toEqual(["@helper one and two", "You said: @helper one and two"]);
  });
});

describe("a comment that the bot writes by linearClient", () => {
  const write = (fields: object): TestBotOptions => ({
    mode: "comments",
    on: (chat) => {
      chat.onNewMessage(/./, async (thread, message) => {
        heard.push(message.text);
        const { issueId, parentId, id } = (message as Message<LinearRawMessage>).raw.comment;
        const { linearClient } = thread.adapter as LinearAdapter;
        await linearClient.createComment({
          issueId: issueId ?? "",
          parentId: parentId ?? id,
          body: "by another way",
          ...fields,
        });
      });
    },
  });

  it.each([
    ["an app", {}, (linear: LinearEmulator) => linear.createAccessToken()],
    ["an app under another name", { createAsUser: "Somebody" }, (linear: LinearEmulator) => linear.createAccessToken()],
    ["a person", {}, (linear: LinearEmulator) => linear.createAccessToken({ as: linear.bo })],
  ])("is not heard: %s", async (_, fields, token) => {
    const bot = await start({ ...write(fields), config: (linear) => ({ accessToken: token(linear) }) });
    const { linear } = bot;
    await linear.comment({ issue: linear.createIssue(), body: "one" });
    await bot.settled();
    await bot.settled();

    expect(heard).toEqual(["one"]);
  });

  it("is not heard: a person's API key", async () => {
    const bot = await start({ ...write({}), config: (linear) => ({ apiKey: linear.createApiKey(linear.bo) }) });
    const { linear } = bot;
    await linear.comment({ issue: linear.createIssue(), body: "one" });
    await bot.settled();
    await bot.settled();

    expect(heard).toEqual(["one"]);
  });
});
