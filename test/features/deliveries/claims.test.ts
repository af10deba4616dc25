// Covers: src/inbound/event-claims.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEventClaims } from "../../../src/inbound/event-claims.js";
import { createBreakableState } from "../../support/breakable-state.js";
import { answerTo, deliver, toRequest } from "../../support/deliver.js";
import { newComment, recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot, type TestBotOptions, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";
import { createTimedState } from "../../support/timed-state.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let world: TestWorld;
let linear: LinearEmulator;
let handled: string[];
const open: TestBot[] = [];

beforeEach(async () => {
  handled = [];
  world = createTestWorld();
  linear = await startLinearEmulator({ ...worldOfLinear(world), webhookRetryDelaysMs: Array(100).fill(20) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((bot) => bot.close()));
  await linear.close();
});

async function startBot(name: string, options: TestBotOptions = {}): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    ...options,
    on: (chat) => {
      chat.onNewMention(async (_, message) => void handled.push(`${name}: ${message.text}`));
      chat.onNewMessage(/.*/s, async (_, message) => void handled.push(`${name}: ${message.text}`));
    },
  });
  open.push(bot);
  return bot;
}

/** For a slow machine; nothing takes this long. */
const PATIENCE = { timeout: 15_000 };

describe("an event", () => {
  it("that Linear delivers again is handled once", async () => {
    const bot = await startBot("one");
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();

    const [delivery] = linear.deliveries().filter(({ type }) => type === "Comment");
    const statuses = delivery && [await linear.redeliver(delivery), await linear.redeliver(delivery)];
    await bot.settled();

    expect(statuses).toEqual([200, 200]);
    expect(handled).toEqual(["one: @helper hello"]);
  });

  it.each([
    ["a comment", "comment-create-root-mention", undefined],
    ["a new session", "agent-session-created-delegation", "agent-sessions"],
    ["a prompt", "agent-session-prompted", "agent-sessions"],
  ] as const)("of one kind, %s, is the same under another delivery id and another webhook", async (_, name, mode) => {
    const bot = await startBot("one", mode && { mode });
    const payload = recorded(name, linear);

    const statuses = [
      await deliver(bot, linear.buildWebhook(payload)),
      await deliver(bot, linear.buildWebhook({ ...payload, webhookId: crypto.randomUUID() })),
    ];

    expect(statuses).toEqual([200, 200]);
    expect(handled).toHaveLength(1);
  });

  it("that comes twice at the same moment is handled once", async () => {
    const bot = await startBot("one");
    const payload = newComment(linear);

    await Promise.all([deliver(bot, linear.buildWebhook(payload)), deliver(bot, linear.buildWebhook(payload))]);

    expect(handled).toHaveLength(1);
  });

  it("that comes to two processes with one state is handled by one of them", async () => {
    const state = createMemoryState();
    const [one, two] = [await startBot("one", { state }), await startBot("two", { state })];
    const payload = newComment(linear);

    const statuses = await Promise.all([
      deliver(one, linear.buildWebhook(payload)),
      deliver(two, linear.buildWebhook(payload)),
    ]);

    expect(statuses).toEqual([200, 200]);
    expect(handled).toHaveLength(1);
  });

  it("is known as long as Linear may send it again", async () => {
    const bot = await startBot("one", { world, state: createTimedState(world.clock) });
    const payload = newComment(linear);
    await deliver(bot, linear.buildWebhook(payload));

    await world.clock.advance(7 * HOUR_MS + 2 * MINUTE_MS);
    expect(await deliver(bot, linear.buildWebhook(payload))).toBe(200);

    expect(handled).toHaveLength(1);
  });
});

describe("an event whose process dies before it has answered", () => {
  it("is not handled while that process may still answer, and is left to Linear's retry after a minute", async () => {
    const bot = await startBot("survivor", { world, state: createTimedState(world.clock) });
    const payload = newComment(linear);
    const dead = createEventClaims(() => bot.state, world.clock);
    await dead.claim(`comment.created:${linear.organization.id}:${Reflect.get(Object(payload.data), "id")}`);

    const copy = await world.clock.passUntil(deliver(bot, linear.buildWebhook(payload)), 2_000);
    const atOnce = [...handled];
    await world.clock.advance(MINUTE_MS);
    const retry = await deliver(bot, linear.buildWebhook(payload));

    expect([copy, atOnce, retry, handled]).toEqual([503, [], 200, [expect.stringContaining("survivor")]]);
  });

  it("is refused to a copy only as long as there is no answer", async () => {
    const bot = await startBot("other", { world, state: createTimedState(world.clock) });
    const payload = newComment(linear);
    const key = `comment.created:${linear.organization.id}:${Reflect.get(Object(payload.data), "id")}`;
    const first = createEventClaims(() => bot.state, world.clock);
    await first.claim(key);

    const copy = deliver(bot, linear.buildWebhook(payload));
    await world.clock.advance(1_000);
    await first.confirm(key);

    expect([await world.clock.passUntil(copy), handled]).toEqual([200, []]);
  });
});

describe("an event that is worked on for long", () => {
  it("is handled once, though a copy comes to another process much later", async () => {
    const state = createTimedState(world.clock);
    const worker = await startTestBot({
      linear,
      world,
      state,
      on: (chat) =>
        chat.onNewMessage(/.*/s, async (_, { text }) => {
          handled.push(text);
          await world.clock.sleep(2 * MINUTE_MS);
        }),
    });
    open.push(worker);
    const other = await startBot("other", { world, state });
    const payload = newComment(linear);
    const { tasks } = await answerTo(worker, toRequest(linear.buildWebhook(payload)));
    await world.clock.advance(32_000);

    const copy = await deliver(other, linear.buildWebhook(payload));
    await world.clock.passUntil(Promise.all(tasks));

    expect([copy, handled]).toEqual([200, [expect.any(String)]]);
  });

  it("is marked though the state is away for a moment after the answer", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const bot = await startBot("one", { state, world });
    const payload = newComment(linear);
    const { tasks } = await answerTo(bot, toRequest(linear.buildWebhook(payload)));
    breakDown();
    await world.clock.advance(500);
    repair();
    await world.clock.passUntil(Promise.all(tasks));

    expect(
      await state.get(
        `linear:event:comment.created:${linear.organization.id}:${Reflect.get(Object(payload.data), "id")}`,
      ),
    ).toBe("handled");
  });
});

describe("an event whose answer is lost", () => {
  it("is handled once, though Linear sends it again", async () => {
    const bot = await startBot("one");
    const fault = linear.injectFault({ on: "webhook-delivery", operation: "Comment", kind: "drop-after" });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });

    await vi.waitFor(() => expect(attemptsOf("Comment")).toEqual(["error", 200]), PATIENCE);
    await bot.settled();

    expect([fault.hits, handled]).toEqual([1, ["one: @helper hello"]]);
  });
});

describe("an event that comes while the state is down", () => {
  it("is answered with 503 and handled when Linear sends it again", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const bot = await startBot("one", { state });
    breakDown();
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await vi.waitFor(() => expect(attemptsOf("Comment")).toContain(503), PATIENCE);
    const whileDown = [...handled];
    repair();

    await vi.waitFor(() => expect(attemptsOf("Comment").at(-1)).toBe(200), PATIENCE);
    await bot.settled();

    expect([whileDown, handled]).toEqual([[], ["one: @helper hello"]]);
    expect(bot.logger.at("error")).toContainEqual(expect.stringContaining("The state is out of reach"));
  });

  it("is told in the log when only the answer got through before", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const bot = await startBot("one", { state, world });

    const { status, tasks } = await answerTo(bot, toRequest(linear.buildWebhook(newComment(linear))));
    breakDown();
    await world.clock.passUntil(Promise.all(tasks));
    repair();

    expect(status).toBe(200);
    expect(bot.logger.at("warn")).toContainEqual(expect.stringContaining("could not be marked"));
    expect(bot.logger.at("error")).toContainEqual(expect.stringContaining("The state is out of reach"));
  });
});

describe("an event that comes while Linear does not tell the bot's name", () => {
  it("is answered with 503 and handled when Linear sends it again", async () => {
    const { accessToken, appUserId, organizationId } = linear.install();
    const bot = await startBot("one", {
      config: () => ({ clientId: linear.app.clientId, clientSecret: linear.app.clientSecret }),
    });
    // As @chat-adapter/linear stores it: without the name.
    const installation = { accessToken, botUserId: appUserId, organizationId, expiresAt: null };
    await bot.adapter.setInstallation(organizationId, installation);
    linear.injectFault({
      on: "graphql",
      operation: "GetViewer",
      kind: "graphql-error",
      type: "forbidden",
      message: "no",
    });

    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await vi.waitFor(() => expect(attemptsOf("Comment")).toEqual([503, 200]), PATIENCE);
    await bot.settled();

    expect(handled).toEqual(["one: @helper hello"]);
  });
});

const attemptsOf = (type: string): unknown[] =>
  linear
    .deliveries()
    .filter((delivery) => delivery.type === type)
    .flatMap(({ attempts }) => attempts.map(({ status }) => status));
