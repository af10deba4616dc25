import { Actions, Button, Card } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import {
  type EmulatedComment,
  type EmulatedIssue,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryLogger, type MemoryLogger } from "../../support/memory-logger.js";
import { startPlainBot } from "../../support/plain-bot.js";

let linear: LinearEmulator;
let logger: MemoryLogger;
let issue: EmulatedIssue;
let root: EmulatedComment;
let thread: string;

beforeEach(async () => {
  linear = await startLinearEmulator();
  logger = createMemoryLogger();
  issue = linear.createIssue();
  root = await linear.comment({ issue, body: "How far is it?" });
  thread = `linear:${issue.id}:c:${root.id}`;
});
afterEach(() => linear.close());

/** An adapter as a script makes it: without a webhook secret and without a `Chat`. */
const script = (auth: object): LinearAdapter =>
  createLinearAdapter({ apiUrl: linear.apiUrl, logger, ...auth } as LinearAdapterConfig);

const asApp = (): LinearAdapter => script({ accessToken: linear.createAccessToken(), mode: "agent-sessions" });
const asPerson = (): LinearAdapter => script({ apiKey: linear.createApiKey() });

const question = Card({
  title: "Deploy?",
  children: [Actions([Button({ id: "deploy", label: "Yes" }), Button({ id: "wait", label: "No" })])],
});

const notInitialized = expect.objectContaining({ code: "NOT_INITIALIZED" });

describe("a script without a chat and without a webhook secret", () => {
  it.each([
    ["an app's token", asApp],
    ["a person's API key", asPerson],
  ])("writes, edits, reacts and deletes with %s", async (_, start) => {
    const adapter = start();
    const posted = await adapter.postMessage(thread, "Half done");
    const kept = await adapter.postMessage("linear:ENG-1", "News");
    await adapter.editMessage(thread, posted.id, "Nearly done");
    await adapter.addReaction(thread, root.id, "eyes");
    await adapter.deleteMessage(thread, kept.id);

    expect(linear.comments({ issue }).map(({ body }) => body)).toEqual(["How far is it?", "Nearly done"]);
    expect(linear.reactions(root).map(({ emoji }) => emoji)).toEqual(["eyes"]);
    expect(logger.entries.filter(({ level }) => level !== "debug")).toEqual([]);
  });

  it.each([
    ["an app's token", asApp],
    ["a person's API key", asPerson],
  ])("reads with %s", async (_, start) => {
    const adapter = start();

    expect([
      (await adapter.fetchMessages(thread)).messages.map(({ text }) => text),
      (await adapter.listThreads("linear:ENG-1")).threads.map(({ id }) => id),
      (await adapter.issue("linear:ENG-1").read()).title,
      (await adapter.getUser(linear.ada.id))?.userName,
    ]).toEqual([["How far is it?"], [thread], issue.title, "ada"]);
  });

  it("speaks in agent sessions", async () => {
    const session = await linear.delegate({ issue });
    const adapter = asApp();
    await adapter.session(`linear::s:${session.id}`).thought("Looking into it");
    await adapter.postMessage(`linear:${issue.id}:s:${session.id}`, "It is done");
    await adapter.disconnect();

    expect(linear.activities(session).map(({ content }) => content)).toEqual([
      { type: "thought", body: "Looking into it" },
      { type: "response", body: "It is done" },
    ]);
    expect(logger.entries.filter(({ level }) => level !== "debug")).toEqual([]);
  });

  it("is told to start a bot for what has to be kept, before anything is written", async () => {
    const session = await linear.delegate({ issue: linear.createIssue() });
    const adapter = asApp();
    const before = linear.comments().length;

    await expect(adapter.postMessage(thread, question)).rejects.toEqual(notInitialized);
    await expect(adapter.editMessage(thread, root.id, question)).rejects.toEqual(notInitialized);
    await expect(adapter.postMessage(`linear::s:${session.id}`, question)).rejects.toEqual(notInitialized);
    await expect(adapter.openSession({ issueId: issue.id })).rejects.toEqual(notInitialized);
    expect([linear.comments().length, linear.activities(session)]).toEqual([before, []]);
  });
});

describe("a bot without a webhook secret", () => {
  const missing =
    "There is no webhookSecret: copy the signing secret from the webhook's page in Linear into LINEAR_WEBHOOK_SECRET or the option, or give a webhookVerifier";

  it("says so when it starts", async () => {
    await startPlainBot(asPerson());

    expect(logger.at("warn")).toEqual([missing]);
  });

  it("answers webhooks with 503, so that Linear sends them again, and says once why", async () => {
    const bot = await startPlainBot(asPerson());
    const webhook = linear.buildWebhook({ type: "Comment", action: "create" });

    expect([await bot.deliver(webhook), await bot.deliver(webhook)]).toEqual([503, 503]);
    expect(logger.at("error")).toEqual([
      expect.stringContaining(
        `${missing}. Until then, webhooks are answered with 503, after which Linear sends them again`,
      ),
    ]);
    expect(logger.at("error")[0]).toContain("code: 'CONFIG_INVALID'");
  });
});
