// Covers: src/adapter/installing/create-installations.ts
// Covers: src/api/question-floor.ts
// Covers: src/organizations/bot-identity.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import type { LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const MINUTE_MS = 60_000;

let world: TestWorld;
let linear: LinearEmulator;
const open: TestBot[] = [];
const mentions: string[] = [];

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({
    ...worldOfLinear(world),
    app: { name: "chatbot", events: ["Comment"] },
    webhookRetryDelaysMs: [],
  });
});

afterEach(async () => {
  for (const bot of open.splice(0)) await bot.close();
  await linear.close();
  mentions.length = 0;
});

const KINDS = {
  "client credentials": () => ({
    clientCredentials: { clientId: linear.app.clientId, clientSecret: linear.app.clientSecret },
  }),
  "an access token": () => ({ accessToken: linear.createAccessToken() }),
  installations: () => ({ clientId: linear.app.clientId, clientSecret: linear.app.clientSecret }),
} satisfies Record<string, () => LinearAdapterConfig>;

async function start(kind: keyof typeof KINDS, state: StateAdapter = createMemoryState()): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    world,
    state,
    userName: "unheard",
    config: KINDS[kind],
    on: (chat) => {
      chat.onNewMention(async (_thread, message) => void mentions.push(message.text));
    },
  });
  open.push(bot);
  return bot;
}

/** A bot that knows itself as @chatbot; with installations its app is installed in the first organization. */
async function startKnown(kind: keyof typeof KINDS, state?: StateAdapter): Promise<TestBot> {
  const bot = await start(kind, state);
  const installation = { ...toInstallation(linear.install()), appUserName: "chatbot" };
  await bot.adapter.setInstallation(installation.organizationId, installation);
  await say(bot, "@chatbot first");
  return bot;
}

async function say(bot: TestBot, body: string): Promise<void> {
  await linear.comment({ issue: linear.createIssue(), body });
  await bot.settled();
}

const questions = (): number => linear.requests().filter(({ operationName }) => operationName === "GetViewer").length;

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])("an app that was renamed, with %s", (kind) => {
  it("is mentioned by its new name at once, and not by the old one", async () => {
    const bot = await startKnown(kind);
    linear.renameApp({ name: "Helper" });
    linear.clearRequests();
    await say(bot, "@helper second");
    await say(bot, "@helper third");
    await say(bot, "@chatbot fourth");

    expect(mentions).toEqual(["@chatbot first", "@helper second", "@helper third"]);
    expect(questions()).toBe(1);
  });

  it("is mentioned by its new profile at once", async () => {
    const bot = await startKnown(kind);
    const { url } = linear.renameApp({ name: "helper" });
    await say(bot, `${url} second`);
    await say(bot, `[the bot](${url}) third`);

    expect(mentions).toEqual(["@chatbot first", `${url} second`, "the bot third"]);
  });

  it("is mentioned by its new name in brackets at once", async () => {
    const bot = await startKnown(kind);
    linear.renameApp({ name: "My Helper" }); // Its handle is "myhelper".
    await say(bot, "(@myhelper) second");

    expect(mentions).toEqual(["@chatbot first", "(@myhelper) second"]);
  });

  it("is known by its new name after an hour, whoever was mentioned before", async () => {
    const bot = await startKnown(kind);
    await say(bot, "@helper is somebody else so far");
    linear.renameApp({ name: "helper" });
    await say(bot, "@helper comes too early");
    await world.clock.advance(61 * MINUTE_MS);
    await say(bot, "anything");
    linear.clearRequests();
    await say(bot, "@helper at last");

    expect(mentions).toEqual(["@chatbot first", "@helper at last"]);
    expect(questions()).toBe(0);
  });

  it("is asked for once a minute, whatever names people use", async () => {
    const bot = await startKnown(kind);
    linear.clearRequests();
    await Promise.all(Array.from({ length: 40 }, (_, index) => say(bot, `@person${index} look`)));
    const atOnce = questions();
    await world.clock.advance(MINUTE_MS);
    await Promise.all(Array.from({ length: 40 }, (_, index) => say(bot, `@person${index + 40} look`)));

    expect([atOnce, questions()]).toEqual([1, 2]);
  });

  it("is not asked for when people mention those who have written", async () => {
    const bot = await startKnown(kind);
    linear.clearRequests();
    await say(bot, "@ada please look, jane@example.com has no time");

    expect([mentions, questions()]).toEqual([["@chatbot first"], 0]);
  });

  it("is not asked for in code", async () => {
    const bot = await startKnown(kind);
    linear.clearRequests();
    await say(bot, "`@helper` and\n\n```\n@helper\n```");

    expect(questions()).toBe(0);
  });
});

describe("a stored installation of an app that was renamed", () => {
  it("has the new name, with all that it had, and other processes know it", async () => {
    const state = createMemoryState();
    const bot = await startKnown("installations", state);
    const { id: organizationId } = linear.organization;
    const before = await bot.adapter.getInstallation(organizationId);
    linear.renameApp({ name: "helper" });
    await say(bot, "@helper second");

    expect(await bot.adapter.getInstallation(organizationId)).toEqual({ ...before, appUserName: "helper" });

    const other = await start("installations", state);
    linear.clearRequests();
    await say(other, "@helper third");

    expect(mentions).toEqual(["@chatbot first", "@helper second", "@helper third"]);
    expect(questions()).toBe(0);
  });

  it("keeps the tokens that another process has renewed meanwhile", async () => {
    const bot = await startKnown("installations");
    const { id: organizationId } = linear.organization;
    const renewed = { ...toInstallation(linear.install()), appUserName: "chatbot" };
    linear.renameApp({ name: "helper" });
    linear.injectFault({ on: "graphql", operation: "GetViewer", kind: "delay", ms: 100 });
    await linear.comment({ issue: linear.createIssue(), body: "@helper second" });
    await linear.settled();
    await bot.adapter.setInstallation(organizationId, renewed);
    await bot.settled();

    expect(await bot.adapter.getInstallation(organizationId)).toEqual(renewed);
  });

  it("learns the name that @chat-adapter/linear did not store", async () => {
    const bot = await start("installations");
    const installation = toInstallation(linear.install());
    await bot.adapter.setInstallation(installation.organizationId, installation);
    await say(bot, "@chatbot first");

    expect(await bot.adapter.getInstallation(installation.organizationId)).toEqual({
      ...installation,
      appUserName: "chatbot",
    });
  });

  it("is renamed in its own organization only", async () => {
    const other = linear.addOrganization({ name: "Globex" });
    const bot = await startKnown("installations");
    const there = { ...toInstallation(linear.install({ organization: other })), appUserName: "chatbot" };
    await bot.adapter.setInstallation(other.id, there);
    linear.renameApp({ name: "helper" });
    await say(bot, "@helper second");
    await linear.comment({ issue: linear.createIssue({ organization: other }), body: "@chatbot there" });
    await bot.settled();

    expect(mentions).toEqual(["@chatbot first", "@helper second", "@chatbot there"]);
    expect(await bot.adapter.getInstallation(other.id)).toEqual(there);
  });
});
