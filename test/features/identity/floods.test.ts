// Covers: src/inbound/session-event.ts

import type { LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/util/json.js";
import { said } from "../../support/agent.js";
import { answerTo, toRequest } from "../../support/deliver.js";
import { toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const MINUTE_MS = 60_000;

let world: TestWorld;
let linear: LinearEmulator;
let bot: TestBot;
const heard: string[] = [];

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({
    ...worldOfLinear(world),
    app: { events: ["Comment", "Reaction", "AgentSessionEvent"] },
    webhookRetryDelaysMs: [],
  });
});

afterEach(async () => {
  await bot.close();
  await linear.close();
  heard.length = 0;
});

const KINDS = {
  "client credentials": () => ({
    clientCredentials: { clientId: linear.app.clientId, clientSecret: linear.app.clientSecret },
  }),
  "an access token": () => ({ accessToken: linear.createAccessToken() }),
  "a function": () => {
    const token = linear.createAccessToken();
    return { accessToken: async () => token };
  },
  installations: () => ({ clientId: linear.app.clientId, clientSecret: linear.app.clientSecret }),
} satisfies Record<string, () => LinearAdapterConfig>;

const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** Starts a bot, and lets it hear of something: then it knows who it is. */
async function start(kind: keyof typeof KINDS, mode: "agent-sessions" | "all" | "comments"): Promise<void> {
  bot = await startTestBot({
    linear,
    world,
    mode,
    config: KINDS[kind],
    on: (chat) => {
      chat.onNewMention(async (thread, message) => {
        heard.push(message.text);
        await thread.post("yes");
      });
      chat.onNewMessage(/./, async (_thread, message) => void heard.push(message.text));
    },
  });
  const installation = { ...toInstallation(linear.install()), appUserName: "helper" };
  await bot.adapter.setInstallation(installation.organizationId, installation);
  await linear.mention({ issue: linear.createIssue(), text: "hello" });
  await bot.settled();
  heard.length = 0;
  linear.clearRequests();
}

/** The payload of what came last of a type. */
const latest = (type: string): JsonObject =>
  linear.deliveries().findLast((delivery) => delivery.type === type)?.payload ?? expect.fail(`There is no ${type}`);

/** Delivers these at the same time, and gives how many were answered with each status. */
async function flood(payloads: readonly JsonObject[]): Promise<Record<number, number>> {
  const answers = await Promise.all(
    payloads.map((payload) => answerTo(bot, toRequest(linear.buildWebhook(payload, { timestamp: world.clock.now() })))),
  );
  await Promise.all(answers.flatMap(({ tasks }) => tasks));
  const statuses = answers.map(({ status }) => status);
  return Object.fromEntries([...new Set(statuses)].map((each) => [each, statuses.filter((s) => s === each).length]));
}

const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const questions = (): number => linear.requests().filter(({ operationName }) => operationName === "GetViewer").length;

/** A session of an app user. */
const sessionOf = (appUserId: string): JsonObject => ({
  ...latest("AgentSessionEvent"),
  appUserId,
  agentSession: { ...(latest("AgentSessionEvent").agentSession as object), id: crypto.randomUUID(), appUserId },
});

const commentBy = (userId: string): JsonObject => {
  const user = { id: userId, name: "scout", email: `${userId}@oauthapp.linear.app`, url: "" };
  const data = { ...(latest("Comment").data as object), id: crypto.randomUUID(), body: "beep", userId, user };
  return { ...latest("Comment"), actor: user, data };
};

describe.each(kinds)("with %s, Linear is asked who the bot is", (kind) => {
  it("once a minute when sessions of many unknown app users come, which are sent again", async () => {
    await start(kind, "agent-sessions");
    const first = await flood(times(100, () => sessionOf(crypto.randomUUID())));
    const atOnce = questions();
    await world.clock.advance(MINUTE_MS);
    const second = await flood(times(100, () => sessionOf(crypto.randomUUID())));

    expect([first, atOnce, second, questions()]).toEqual([{ 200: 1, 503: 99 }, 1, { 200: 1, 503: 99 }, 2]);
    expect(heard).toEqual([]);
  });

  it("once when one other app's sessions come", async () => {
    await start(kind, "agent-sessions");
    const other = crypto.randomUUID();
    const first = await flood([sessionOf(other)]);
    const others = await flood(times(50, () => sessionOf(other)));
    await world.clock.advance(30 * MINUTE_MS);
    const later = await flood(times(50, () => sessionOf(other)));

    expect([first, others, later, questions()]).toEqual([{ 200: 1 }, { 200: 50 }, { 200: 50 }, 1]);
  });

  it("once a minute when many unknown app users comment, who are heard", async () => {
    await start(kind, "comments");
    const statuses = await flood(times(20, () => commentBy(crypto.randomUUID())));

    expect([statuses, questions(), heard.length]).toEqual([{ 200: 20 }, 1, 20]);
  });

  it("never when people comment and react", async () => {
    await start(kind, "comments");
    const comment = await linear.comment({ issue: linear.createIssue(), body: "hello", by: linear.bo });
    await linear.react({ comment, emoji: "eyes", by: linear.ada });
    await bot.settled();

    expect([questions(), heard]).toEqual([0, ["hello"]]);
  });
});

describe.each(["client credentials", "an access token"] as const)("with %s", (kind) => {
  it("events of organizations that the bot is not in make it ask nothing", async () => {
    await start(kind, "comments");
    const statuses = await flood(times(50, () => ({ ...latest("Comment"), organizationId: crypto.randomUUID() })));

    expect([statuses, questions(), heard]).toEqual([{ 200: 50 }, 0, []]);
  });
});

describe("a session that came while Linear could not be asked", () => {
  it("is answered when it comes again", async () => {
    await start("client credentials", "agent-sessions");
    await linear.uninstall();
    linear.install();
    await bot.settled();
    await flood([sessionOf(crypto.randomUUID())]);
    // The flood has let the bot know itself, so this is one more new installation.
    await linear.uninstall();
    linear.install();
    await bot.settled();
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();
    const delivery = linear.deliveries().at(-1) ?? expect.fail("Nothing was delivered");
    const before = delivery.attempts.map(({ status }) => status);
    await world.clock.advance(MINUTE_MS);
    const again = await linear.redeliver(delivery);
    await bot.settled();

    expect([before, again]).toEqual([[503], 200]);
    expect(said(linear, linear.sessions().at(-1))).toEqual([["response", "yes"]]);
  });
});
