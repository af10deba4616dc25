// Covers: src/adapter/installing/installation-manager.ts

import { LinearAdapter as ChatAdapterLinear } from "@chat-adapter/linear";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, type StateAdapter } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearInstallation } from "chat-adapter-linear";
import { type EmulatedOrganization, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { createMemoryLogger } from "../../support/memory-logger.js";
import { toInstallation } from "../../support/plain-bot.js";
import { type BotOfTest, startTestBot, type TestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;
let acme: EmulatedOrganization;
let umbrella: EmulatedOrganization;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  acme = linear.organization;
  umbrella = linear.addOrganization({ name: "Umbrella" });
});

afterEach(() => linear.close());

interface Options {
  state?: StateAdapter;
  encryptionKey?: string;
  on?: (bot: BotOfTest) => void;
}

/** A bot that no organization has installed. */
async function startBot({ encryptionKey, ...options }: Options = {}): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({ linear, ...options, config: () => ({ clientId, clientSecret, encryptionKey }) });
  onTestFinished(bot.close);
  return bot;
}

const install = (organization: EmulatedOrganization): LinearInstallation =>
  toInstallation(linear.install({ organization }));

/** A bot that both organizations have installed. */
async function startInstalledBot(options: Options = {}): Promise<TestBot> {
  const bot = await startBot(options);
  await bot.adapter.setInstallation(acme.id, install(acme));
  await bot.adapter.setInstallation(umbrella.id, install(umbrella));
  linear.clearRequests();
  return bot;
}

const answering = (bot: BotOfTest): void => {
  bot.onNewMention(async (thread, message) => void (await thread.post(`You said: ${message.text}`)));
};

const whoAmI = async (adapter: LinearAdapter): Promise<string | undefined> =>
  (await adapter.getUser(adapter.botUserId))?.userId;

describe("the stored installations", () => {
  it("are given back until they are deleted, each for itself", async () => {
    const { adapter } = await startBot({ encryptionKey: hexKey("4e") });
    const [first, second] = [install(acme), install(umbrella)];
    await adapter.setInstallation(acme.id, first);
    await adapter.setInstallation(umbrella.id, second);
    const found = await adapter.getInstallation(acme.id);
    await adapter.deleteInstallation(acme.id);

    expect([found, await adapter.getInstallation(acme.id), await adapter.getInstallation(umbrella.id)]).toEqual([
      first,
      null,
      second,
    ]);
  });

  it("are not mixed up: one is refused under another organization's id", async () => {
    const { adapter } = await startBot();

    await expect(adapter.setInstallation(umbrella.id, install(acme))).rejects.toMatchObject({ code: "INPUT_REFUSED" });
    expect(await adapter.getInstallation(umbrella.id)).toBeNull();
  });

  it("need a bot that is started", async () => {
    const adapter = createLinearAdapter({ clientId: "id", clientSecret: "secret", webhookSecret: "secret" });

    await expect(adapter.getInstallation(acme.id)).rejects.toMatchObject({
      code: "NOT_INITIALIZED",
      message: expect.stringContaining("await bot.initialize()"),
    });
  });
});

describe("events of several organizations", () => {
  it("are answered in their own, also when they are handled at the same time", async () => {
    let inside = 0;
    const bot = await startInstalledBot({
      on: (chat) => {
        chat.onNewMention(async (thread, message) => {
          inside += 1;
          await expect.poll(() => inside, { timeout: 10_000, interval: 5 }).toBe(2);
          await thread.post(`You said: ${message.text}`);
        });
      },
    });
    const issues = [linear.createIssue(), linear.createIssue({ organization: umbrella })] as const;
    await Promise.all(issues.map((issue) => linear.mention({ issue, text: "hello" })));
    await bot.settled();

    expect(issues.map((issue) => linear.comments({ issue }).map(({ body, userId }) => [body, userId]))).toEqual([
      [
        ["@helper hello", linear.ada.id],
        ["You said: @helper hello", acme.appUserId],
      ],
      [
        ["@helper hello", umbrella.people[0]?.id],
        ["You said: @helper hello", umbrella.appUserId],
      ],
    ]);
  });

  it("are ignored, with a warning, where the app is not installed", async () => {
    const bot = await startBot({ on: answering, encryptionKey: hexKey("4e") });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "hello" });
    await bot.settled();

    expect(linear.deliveries()[0]?.attempts).toMatchObject([{ status: 200 }]);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("an organization that has not installed the app")]);
    expect([linear.requests(), linear.comments({ issue }).length]).toEqual([[], 1]);
  });

  it("are ignored when the credential is another organization's", async () => {
    const bot = await startTestBot({
      linear,
      config: () => ({ accessToken: linear.createAccessToken() }),
      on: answering,
    });
    onTestFinished(bot.close);
    const issue = linear.createIssue({ organization: umbrella });
    await linear.mention({ issue, text: "hello" });
    await bot.settled();

    expect(linear.deliveries()[0]?.attempts).toMatchObject([{ status: 200 }]);
    expect([linear.requests().length, linear.comments({ issue }).length]).toEqual([1, 1]);
  });
});

describe("withInstallation", () => {
  it("acts in the organization, and gives back what the work gives", async () => {
    const { adapter } = await startInstalledBot();

    expect([
      await adapter.withInstallation(acme.id, () => whoAmI(adapter)),
      await adapter.withInstallation(umbrella.id, () => whoAmI(adapter)),
      await adapter.withInstallation(umbrella.id, () => adapter.botUserId),
      adapter.botUserId,
    ]).toEqual([acme.appUserId, umbrella.appUserId, umbrella.appUserId, ""]);
  });

  it("nests, and comes back", async () => {
    const { adapter } = await startInstalledBot();
    const seen = await adapter.withInstallation(acme.id, async () => [
      await whoAmI(adapter),
      await adapter.withInstallation(umbrella.id, () => whoAmI(adapter)),
      await whoAmI(adapter),
    ]);

    expect(seen).toEqual([acme.appUserId, umbrella.appUserId, acme.appUserId]);
  });

  it("keeps organizations apart that are worked for at the same time", async () => {
    const { adapter } = await startInstalledBot();
    const thrice = async (): Promise<unknown> => [await whoAmI(adapter), await whoAmI(adapter), await whoAmI(adapter)];

    expect(
      await Promise.all([acme.id, umbrella.id, acme.id].map((id) => adapter.withInstallation(id, thrice))),
    ).toEqual([acme, umbrella, acme].map(({ appUserId }) => [appUserId, appUserId, appUserId]));
  });

  it("passes on what the work throws", async () => {
    const { adapter } = await startInstalledBot();
    const failure = new Error("no coffee");

    await expect(adapter.withInstallation(acme.id, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("says so where the app is not installed, and does not start the work", async () => {
    const { adapter } = await startBot();
    const started: string[] = [];

    await expect(adapter.withInstallation(acme.id, () => started.push("work"))).rejects.toMatchObject({
      code: "INSTALLATION_NOT_FOUND",
      facts: { organizationId: acme.id },
    });
    expect(started).toEqual([]);
  });

  it("takes an installation that a host keeps elsewhere, and renews it", async () => {
    const { adapter } = await startBot();
    const given = { ...install(acme), expiresAt: Date.now() };

    expect(await adapter.withInstallation(given, () => whoAmI(adapter))).toBe(acme.appUserId);
    expect(await adapter.withInstallation(given, () => whoAmI(adapter))).toBe(acme.appUserId);
    expect(linear.tokenRequests()).toMatchObject([{ grant: "refresh_token", status: 200 }]);
  });

  it("takes the newer one of an installation that a host keeps elsewhere and the stored one", async () => {
    const { adapter } = await startBot();
    const [old, current] = [install(acme), install(acme)];
    linear.revokeToken(old.refreshToken ?? "");
    await adapter.setInstallation(acme.id, old);
    const later = { ...current, expiresAt: (old.expiresAt ?? 0) + 60_000 };

    expect(await adapter.withInstallation(later, () => whoAmI(adapter))).toBe(acme.appUserId);
    expect(await adapter.withInstallation(old, () => whoAmI(adapter))).toBe(acme.appUserId);
    expect(await adapter.getInstallation(acme.id)).toEqual(later);
  });

  it("is not needed with a credential of one workspace, and does no harm there", async () => {
    const bot = await startTestBot({ linear });
    onTestFinished(bot.close);

    expect(await bot.adapter.withInstallation(acme.id, () => bot.adapter.getUser(linear.ada.id))).toMatchObject({
      userName: "ada",
    });
  });
});

describe("a post from outside of any event", () => {
  /** The thread of a mention that the bot has seen. */
  async function seeThread(bot: TestBot, organization: EmulatedOrganization): Promise<{ id: string; issueId: string }> {
    const issue = linear.createIssue({ organization });
    const mention = await linear.mention({ issue, text: "remind us" });
    await bot.settled();
    return { id: bot.adapter.encodeThreadId({ issueId: issue.id, commentId: mention.id }), issueId: issue.id };
  }

  it("needs no organization in a thread that the bot has seen", async () => {
    const bot = await startInstalledBot({ on: answering });
    const thread = await seeThread(bot, umbrella);
    await bot.bot.thread(thread.id).post("Any news?");

    expect(linear.comments({ issue: thread.issueId }).at(-1)).toMatchObject({
      body: "Any news?",
      userId: umbrella.appUserId,
    });
  });

  it("needs none in another process that shares the state", async () => {
    const state = createMemoryState();
    const thread = await seeThread(await startInstalledBot({ state, on: answering }), umbrella);
    const other = await startBot({ state });
    await other.bot.thread(thread.id).post("Any news?");

    expect(linear.comments({ issue: thread.issueId }).at(-1)).toMatchObject({ userId: umbrella.appUserId });
  });

  it("goes to the thread's own organization, also out of another one's handler", async () => {
    const reports: string[] = [];
    const bot = await startInstalledBot({
      on: (chat) => {
        chat.onNewMention(async () => {
          await Promise.all(reports.map((id) => chat.thread(id).post("Somebody called.")));
        });
      },
    });
    const report = await seeThread(bot, umbrella);
    reports.push(report.id);
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await bot.settled();

    expect(linear.comments({ issue: report.issueId }).at(-1)).toMatchObject({
      body: "Somebody called.",
      userId: umbrella.appUserId,
    });
  });

  it("says so in a thread that nobody knows", async () => {
    const bot = await startInstalledBot();
    const issue = linear.createIssue();
    const id = bot.adapter.encodeThreadId({ issueId: issue.id });

    await expect(bot.bot.thread(id).post("Any news?")).rejects.toMatchObject({
      code: "ORGANIZATION_UNKNOWN",
      message: expect.stringContaining("withInstallation(organizationId, …)"),
    });
    expect(linear.comments({ issue })).toEqual([]);
  });
});

describe("refreshInstallation", () => {
  it("renews and stores what is about to expire", async () => {
    const { adapter } = await startInstalledBot();
    const old = { ...install(acme), expiresAt: Date.now() + 60_000 };
    await adapter.setInstallation(acme.id, old);
    const renewed = await adapter.refreshInstallation(old);

    expect(renewed).toEqual({
      ...old,
      accessToken: expect.not.stringContaining(old.accessToken),
      refreshToken: expect.not.stringContaining(old.refreshToken ?? ""),
      expiresAt: expect.any(Number),
      scopes: expect.arrayContaining([...(old.scopes ?? [])]),
    });
    expect(await adapter.getInstallation(acme.id)).toEqual(renewed);
  });

  it("leaves alone what lives on", async () => {
    const { adapter } = await startBot();
    const fresh = install(acme);

    expect(await adapter.refreshInstallation(fresh)).toEqual(fresh);
    expect(linear.tokenRequests()).toEqual([]);
  });
});

describe("an installation that @chat-adapter/linear has stored", () => {
  it.each([
    ["plain", undefined],
    ["encrypted", hexKey("4e")],
  ])("is used, renewed, and stored again: %s", async (_form, encryptionKey) => {
    const state = createMemoryState();
    const installation = install(acme);
    const { scopes: _, ...record } = { ...installation, expiresAt: Date.now() + 60_000 };
    await storeAsChatAdapter(state, record, encryptionKey);
    const bot = await startBot({ state, on: answering, ...(encryptionKey ? { encryptionKey } : {}) });
    const found = await bot.adapter.getInstallation(acme.id);
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "hello" });
    await bot.settled();

    expect(found).toEqual(record);
    expect(linear.comments({ issue }).map(({ body }) => body)).toEqual(["@helper hello", "You said: @helper hello"]);
    expect(linear.tokenRequests()).toMatchObject([{ grant: "refresh_token", status: 200 }]);
    expect(await bot.adapter.getInstallation(acme.id)).toMatchObject({
      botUserId: acme.appUserId,
      accessToken: expect.not.stringContaining(record.accessToken),
    });
  });

  it("is used by @chat-adapter/linear again when ours wrote it without a key", async () => {
    const bot = await startBot();
    const installation = install(acme);
    await bot.adapter.setInstallation(acme.id, installation);

    expect(await (await startChatAdapter(bot.state)).getInstallation(acme.id)).toMatchObject({
      accessToken: installation.accessToken,
      refreshToken: installation.refreshToken,
    });
  });
});

async function startChatAdapter(state: StateAdapter, encryptionKey?: string): Promise<ChatAdapterLinear> {
  const { clientId, clientSecret } = linear.app;
  const logger = createMemoryLogger();
  const key = encryptionKey === undefined ? {} : { encryptionKey };
  const adapter = new ChatAdapterLinear({ clientId, clientSecret, webhookSecret: "secret", logger, ...key });
  await new Chat({ userName: "helper", adapters: { linear: adapter }, state, logger }).initialize();
  return adapter;
}

async function storeAsChatAdapter(
  state: StateAdapter,
  installation: LinearInstallation,
  encryptionKey: string | undefined,
): Promise<void> {
  const { organizationId, accessToken, refreshToken = "", expiresAt, botUserId } = installation;
  const adapter = await startChatAdapter(state, encryptionKey);
  await adapter.setInstallation(organizationId, { organizationId, accessToken, refreshToken, expiresAt, botUserId });
}
