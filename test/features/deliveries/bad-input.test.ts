import { type LinearEmulator, type SignedWebhook, startLinearEmulator } from "chat-adapter-linear/emulator";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FixtureName } from "../../fixtures/fixture.js";
import { answerTo, deliver, signBody, toRequest } from "../../support/deliver.js";
import { recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { damagedPayloads, withField } from "../../webhook/payload-edits.js";

let linear: LinearEmulator;
let comments: TestBot;
let sessions: TestBot;
const handled: string[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", onUnhandled);
  linear = await startLinearEmulator();
  const startBot = (mode: "agent-sessions" | "comments"): Promise<TestBot> =>
    startTestBot({
      linear,
      mode,
      on: (bot) => {
        bot.onNewMention(async (_, message) => void handled.push(message.id));
        bot.onNewMessage(/.*/s, async (_, message) => void handled.push(message.id));
      },
    });
  [comments, sessions] = [await startBot("comments"), await startBot("agent-sessions")];
  // From here on both know who they are.
  await deliver(comments, linear.buildWebhook(recorded("comment-create-reply", linear)));
  await deliver(sessions, linear.buildWebhook(recorded("agent-session-prompted", linear)));
});
afterEach(() => {
  handled.length = 0;
  linear.clearRequests();
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  await Promise.all([comments.close(), sessions.close()]);
  await linear.close();
  process.off("unhandledRejection", onUnhandled);
});

/** The bot whose mode a recorded delivery is for. */
const botFor = (name: FixtureName): TestBot => (name.startsWith("agent-session") ? sessions : comments);

describe("something that is no web Request", () => {
  it.each<[string, unknown]>([
    ["what Express passes", { method: "POST", url: "/a", headers: { "content-type": "application/json" } }],
    ["nothing", undefined],
  ])("is an error that names toNodeHandler: %s", async (_, request) => {
    await expect(comments.bot.webhooks.linear(request as Request)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("mount toNodeHandler(bot.webhooks.linear) of chat-adapter-linear/node"),
    });
  });
});

describe("a signed body that is no payload", () => {
  it.each([
    ["nothing", "", "not-json"],
    ["broken off", '{"type":"Comment"', "not-json"],
    ["a text", "hello", "not-json"],
    ["two documents", "{}{}", "not-json"],
    ["null", "null", "not-an-object"],
    ["a list", "[]", "not-an-object"],
    ["a number", "7", "not-an-object"],
    ["a string", '"Comment"', "not-an-object"],
  ])("is refused with 400 when it is %s", async (_, body, reason) => {
    expect(await deliver(comments, signBody(comments, body))).toBe(400);
    expect(comments.logger.at("warn").at(-1)).toBe(`Linear webhook refused { status: 400, reason: '${reason}' }`);
  });

  it("is refused when it is nested without end", async () => {
    const open = "[".repeat(100_000);
    const close = "]".repeat(100_000);

    expect([
      await deliver(comments, signBody(comments, `{"a":${open}`)),
      await deliver(comments, signBody(comments, `{"a":${open}${close}}`)),
    ]).toEqual([400, 401]);
  });
});

describe("a payload with a wrong field", () => {
  it.each<[FixtureName, string, unknown, string]>([
    ["comment-create-root-mention", "type", undefined, "type"],
    ["comment-create-root-mention", "organizationId", undefined, "organizationId"],
    ["comment-create-root-mention", "organizationId", 7, "organizationId"],
    ["comment-create-root-mention", "createdAt", "yesterday", "createdAt"],
    ["comment-create-root-mention", "data", undefined, "data"],
    ["comment-create-root-mention", "data", "text", "data"],
    ["comment-create-root-mention", "data.id", undefined, "data.id"],
    ["comment-create-root-mention", "data.id", "", "data.id"],
    ["comment-create-root-mention", "data.body", {}, "data.body"],
    ["comment-create-reply-2023", "data.parentId", "", "data.parentId"],
    ["comment-create-reply-2023", "data.parentId", "a:comment", "data.parentId"],
    ["agent-session-created-root-mention", "appUserId", undefined, "appUserId"],
    ["agent-session-created-root-mention", "agentSession", null, "agentSession"],
    ["agent-session-created-root-mention", "agentSession.id", undefined, "agentSession.id"],
    ["agent-session-created-root-mention", "agentSession.id", "a:session", "agentSession.id"],
    ["agent-session-prompted", "agentActivity", undefined, "agentActivity"],
    ["agent-session-prompted", "agentActivity.id", undefined, "agentActivity.id"],
    ["agent-session-prompted", "agentActivity.content", "text", "agentActivity.content"],
    ["agent-session-prompted", "agentActivity.content.body", 7, "agentActivity.content.body"],
    ["oauth-app-revoked", "oauthClientId", undefined, "oauthClientId"],
  ])("is refused with 400, and the log says which: %s, %s = %j", async (name, field, value, path) => {
    const bot = botFor(name);
    const before = bot.logger.entries.length;

    const status = await deliver(bot, linear.buildWebhook(withField(recorded(name, linear), field, value)));

    expect([status, handled, linear.requests()]).toEqual([400, [], []]);
    expect(bot.logger.entries.slice(before)).toEqual([
      { level: "warn", text: expect.stringContaining(`path: '${path}'`) },
      { level: "debug", text: expect.stringContaining("outcome: 'refused'") },
    ]);
  });

  it("does not keep the right one from being handled afterwards", async () => {
    const payload = withField(recorded("comment-create-root-mention", linear), "data.id", crypto.randomUUID());

    const statuses = [
      await deliver(comments, linear.buildWebhook(withField(payload, "data.body", 7))),
      await deliver(comments, linear.buildWebhook(payload)),
    ];

    expect([statuses, handled.length]).toEqual([[400, 200], 1]);
  });

  it("shows nothing of the body in the log", async () => {
    const payload = withField(recorded("comment-create-root-mention", linear), "data.body", "confidential");

    await deliver(comments, linear.buildWebhook(withField(payload, "data.user", "confidential")));

    expect(comments.logger.at("warn").at(-1)).toContain("data.user");
    expect(comments.logger.at("warn").at(-1)).not.toContain("confidential");
  });
});

describe("an event of an unknown kind", () => {
  it.each([
    ["an unknown type", { type: "Sprocket", action: "create" }],
    ["no action", { type: "Comment" }],
    ["an action that is no text", { type: "Comment", action: 7 }],
    ["an unknown action of sessions", { type: "AgentSessionEvent", action: "dismissed" }],
    ["a type like a property of objects", { type: "constructor", action: "toString" }],
  ])("is answered with 200 and ignored: %s", async (_, payload) => {
    const status = await deliver(sessions, linear.buildWebhook(payload));

    expect([status, handled, linear.requests()]).toEqual([200, [], []]);
  });
});

describe("a thread ID that is not one", () => {
  it.each(["slack:C1:1.2", "linear:", "linear::c:comment", "linear:issue:c:", ""])(
    "is refused by everything that takes one, before Linear is asked: %j",
    async (threadId) => {
      const calls: Promise<unknown>[] = [
        comments.adapter.postMessage(threadId, "hello"),
        comments.adapter.editMessage(threadId, "id", "hello"),
        comments.adapter.deleteMessage(threadId, "id"),
        comments.adapter.addReaction(threadId, "id", "eyes"),
        comments.adapter.removeReaction(threadId, "id", "eyes"),
        comments.adapter.startTyping(threadId),
        comments.adapter.fetchMessages(threadId),
        comments.adapter.fetchMessage(threadId, "id"),
        comments.adapter.fetchThread(threadId),
      ];
      const outcomes = await Promise.allSettled(calls);

      const codes = outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.code);
      expect([codes, linear.requests()]).toEqual([Array(9).fill("THREAD_ID_INVALID"), []]);
    },
  );
});

describe("any signed body", () => {
  /** The payload as Linear would send it now, however odd it is. */
  const signNow = (bot: TestBot, payload: Record<string, unknown>): SignedWebhook =>
    signBody(bot, JSON.stringify({ ...payload, webhookTimestamp: Date.now() }));

  /** The status, once the work is done; "failed" when the work rejects. */
  async function outcomeOf(bot: TestBot, request: Request): Promise<unknown> {
    const { status, tasks } = await answerTo(bot, request);
    const settled = await Promise.allSettled(tasks);
    return settled.every((task) => task.status === "fulfilled") ? status : "failed";
  }

  it("is answered with 200, 400 or 401 and sets off nothing that fails", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(comments, sessions), fc.jsonValue(), async (bot, value) => {
        const request = toRequest(signBody(bot, JSON.stringify(value)));
        expect([400, 401]).toContain(await outcomeOf(bot, request));
      }),
    );
  });

  it.each<FixtureName>([
    "comment-create-root-mention",
    "comment-create-reply",
    "comment-create-slack-synced",
    "agent-session-created-root-mention",
    "agent-session-created-delegation",
    "agent-session-prompted",
    "agent-session-prompted-stop",
    "oauth-app-revoked",
  ])("of a delivery with a damaged field is answered so as well: %s", async (name) => {
    const damaged = damagedPayloads(recorded(name, linear));
    const bot = botFor(name);

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...damaged), async (payload) => {
        expect([200, 400]).toContain(await outcomeOf(bot, toRequest(signNow(bot, payload))));
      }),
      { numRuns: 60 },
    );
  });
});
