// Covers: src/adapter/adapter-core.ts
// Covers: src/adapter/adapter-parts.ts
// Covers: src/organizations/thread-organizations.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, type RecordedRequest, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot, type TestBotOptions, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
// For machines that have much else to do.
const PATIENCE = { timeout: 10_000, interval: 10 };

let world: TestWorld;
let linear: LinearEmulator;

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({
    ...worldOfLinear(world),
    app: { events: ["Comment"] },
    webhookRetryDelaysMs: [20],
  });
});

afterEach(async () => {
  await linear.close();
});

type Kind = (linear: LinearEmulator) => LinearAdapterConfig;

const apiKey: Kind = ({ createApiKey, bo }) => ({ apiKey: createApiKey(bo) });
const accessToken: Kind = ({ createAccessToken }) => ({ accessToken: createAccessToken() });
const clientCredentials: Kind = ({ app: { clientId, clientSecret } }) => ({
  clientCredentials: { clientId, clientSecret },
});
const app: Kind = ({ app: { clientId, clientSecret } }) => ({ clientId, clientSecret });

/** A bot that the first organization has installed, where its kind asks for that. */
async function startBot(options: TestBotOptions & { config: Kind }): Promise<TestBot> {
  const bot = await startTestBot({ linear, ...options });
  onTestFinished(bot.close);
  const installation = toInstallation(linear.install());
  await bot.adapter.setInstallation(installation.organizationId, installation);
  linear.clearRequests();
  return bot;
}

/** A bot that answers mentions. */
const startAnsweringBot = (config: Kind): Promise<TestBot> =>
  startBot({
    config,
    on: (bot) => {
      bot.onNewMention(async (thread) => void (await thread.post("Here I am.")));
    },
  });

/** Calls Linear for the first organization. */
const call = async ({ adapter }: { adapter: LinearAdapter }): Promise<string | undefined> =>
  await adapter.withInstallation(linear.organization.id, async () => (await adapter.getUser(linear.ada.id))?.userName);

const statuses = (requests: readonly RecordedRequest[]): unknown[] => requests.map(({ status }) => status);
const grants = (): unknown[] => linear.tokenRequests().map(({ grant, status }) => [grant, status]);

describe("each kind of authentication", () => {
  it.each<[string, Kind, () => string]>([
    ["an API key, as the person who made it", apiKey, () => linear.bo.id],
    ["an access token, as the app", accessToken, () => linear.organization.appUserId],
    ["client credentials, as the app", clientCredentials, () => linear.organization.appUserId],
    ["an installed app, as the app", app, () => linear.organization.appUserId],
  ])("answers a mention: %s", async (_kind, config, author) => {
    const bot = await startAnsweringBot(config);
    const issue = linear.createIssue();
    const mention = await linear.mention({ issue, text: "are you there?" });
    await bot.settled();

    expect(linear.comments({ issue })).toMatchObject([
      { id: mention.id },
      { body: "Here I am.", parentId: mention.id, userId: author() },
    ]);
  });

  it.each<[string, Kind]>([
    ["an API key", apiKey],
    ["an access token", accessToken],
    ["client credentials", clientCredentials],
    ["an installed app", app],
  ])("asks Linear nothing when it starts: %s", async (_kind, config) => {
    await startBot({ config });

    expect([linear.requests(), linear.tokenRequests()]).toEqual([[], []]);
  });
});

describe("while Linear is out of reach", () => {
  it("the bot starts, and works as soon as Linear is back", async () => {
    const nowhere = await startLinearEmulator();
    await nowhere.close();
    const port = Number(new URL(nowhere.url).port);
    const config: LinearAdapterConfig = {
      clientCredentials: { clientId: () => linear.app.clientId, clientSecret: () => linear.app.clientSecret },
      apiUrl: nowhere.apiUrl,
      webhookSecret: "secret",
    };
    const bot = await startPlainBot(createLinearAdapter(config));
    await linear.close();
    linear = await startLinearEmulator({ port });

    expect(await call(bot)).toBe("ada");
  });

  it.each<[string, Kind]>([
    ["an API key", apiKey],
    ["an access token", accessToken],
  ])("an event is left to Linear's retry, which is answered: %s", async (_kind, config) => {
    const bot = await startAnsweringBot(config);
    const fault = linear.injectFault({
      on: "graphql",
      kind: "status",
      status: 503,
      headers: { "Retry-After": "0" },
      times: 5,
    });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "are you there?" });
    await vi.waitFor(() => expect(linear.deliveries()[0]?.attempts).toHaveLength(2), PATIENCE);
    await bot.settled();

    expect(linear.deliveries()[0]?.attempts).toMatchObject([{ status: 503 }, { status: 200 }]);
    expect(fault.hits).toBe(5);
    expect(linear.comments({ issue })).toMatchObject([{ userId: linear.ada.id }, { body: "Here I am." }]);
  });

  it("an event is left to Linear's retry when there is no token to be had", async () => {
    const bot = await startAnsweringBot(clientCredentials);
    const fault = linear.injectFault({
      on: "token",
      kind: "graphql-error",
      type: "temporarily_unavailable",
      message: "later",
    });
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "are you there?" });
    await vi.waitFor(() => expect(linear.deliveries()[0]?.attempts).toHaveLength(2), PATIENCE);
    await bot.settled();

    expect(fault.hits).toBe(1);
    expect(linear.comments({ issue })).toMatchObject([{ userId: linear.ada.id }, { body: "Here I am." }]);
  });

  it("an event is left to Linear's retry when the host's own token function fails", async () => {
    const failures = [new Error("the vault is closed")];
    const bot = await startAnsweringBot((emulator) => ({
      accessToken: async () => {
        const [failure] = failures.splice(0);
        if (failure) throw failure;
        return emulator.createAccessToken();
      },
    }));
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "are you there?" });
    await vi.waitFor(() => expect(linear.deliveries()[0]?.attempts).toHaveLength(2), PATIENCE);
    await bot.settled();

    expect(linear.comments({ issue })).toMatchObject([{ userId: linear.ada.id }, { body: "Here I am." }]);
  });

  it("who the bot is, is asked once for many events", async () => {
    const bot = await startAnsweringBot(accessToken);
    const issue = linear.createIssue();
    await Promise.all(["one", "two", "three"].map((text) => linear.mention({ issue, text })));
    await bot.settled();

    expect(linear.comments({ issue, by: linear.organization.appUserId })).toHaveLength(3);
    expect(
      linear
        .requests()
        .map(({ operationName }) => operationName)
        .sort(),
    ).toEqual(["CreateComment", "CreateComment", "CreateComment", "GetViewer"]);
  });
});

describe("an access token that is about to expire", () => {
  it("is replaced before that, by one request for all callers: client credentials", async () => {
    const bot = await startBot({ world, config: clientCredentials });
    await call(bot);
    await world.clock.advance(30 * DAY_MS - HOUR_MS / 2);

    expect(await Promise.all([call(bot), call(bot), call(bot)])).toEqual(["ada", "ada", "ada"]);
    expect(statuses(linear.requests())).toEqual([200, 200, 200, 200]);
    expect(grants()).toEqual([
      ["client_credentials", 200],
      ["client_credentials", 200],
    ]);
  });

  it("is replaced before that, by one request for all callers: an installed app", async () => {
    const bot = await startBot({ world, config: app });
    const before = await bot.adapter.getInstallation(linear.organization.id);
    await world.clock.advance(DAY_MS - 4 * 60 * 1_000);

    expect(await Promise.all([call(bot), call(bot), call(bot)])).toEqual(["ada", "ada", "ada"]);
    expect(statuses(linear.requests())).toEqual([200, 200, 200]);
    expect(grants()).toEqual([["refresh_token", 200]]);
    expect(await bot.adapter.getInstallation(linear.organization.id)).not.toEqual(before);
  });

  it("is replaced by one request for all processes that share the state", async () => {
    const state = createMemoryState();
    const bot = await startBot({ config: app, state });
    const second = await startBot({ config: app, state });
    const installation = toInstallation(linear.install());
    await bot.adapter.setInstallation(installation.organizationId, { ...installation, expiresAt: Date.now() });

    expect(await Promise.all([call(bot), call(second), call(bot), call(second)])).toEqual(["ada", "ada", "ada", "ada"]);
    expect(grants()).toEqual([["refresh_token", 200]]);
  });
});

describe("an access token that Linear does not take", () => {
  it.each<[string, Kind, string]>([
    ["client credentials", clientCredentials, "client_credentials"],
    ["an installed app", app, "refresh_token"],
  ])("is replaced once, by one request for all callers: %s", async (_kind, config, grant) => {
    const bot = await startBot({ config });
    await call(bot);
    linear.clearRequests();
    linear.injectFault({ on: "graphql", kind: "unauthorized", times: 3 });

    expect(await Promise.all([call(bot), call(bot), call(bot)])).toEqual(["ada", "ada", "ada"]);
    expect(statuses(linear.requests()).sort()).toEqual([200, 200, 200, 401, 401, 401]);
    expect(grants()).toEqual([[grant, 200]]);
  });

  it.each<[string, Kind, number, number]>([
    ["client credentials", clientCredentials, 2, 2],
    ["an installed app", app, 2, 1],
    ["an access token", accessToken, 1, 0],
    ["an API key", apiKey, 1, 0],
  ])("again and again is an error after one replacement: %s", async (_kind, config, requests, tokens) => {
    const bot = await startBot({ config });
    linear.injectFault({ on: "graphql", kind: "unauthorized", times: Number.POSITIVE_INFINITY });

    await expect(call(bot)).rejects.toMatchObject({
      code: "AUTHENTICATION_FAILED",
      message: expect.stringContaining("Linear does not accept the credential"),
    });
    expect([linear.requests().length, linear.tokenRequests().length]).toEqual([requests, tokens]);
  });

  it("is asked for once more where a function gives it", async () => {
    const tokens = [linear.createAccessToken({ expiresInMs: 0 })];
    const live = linear.createAccessToken();
    const bot = await startBot({ config: () => ({ accessToken: () => tokens.pop() ?? live }) });

    expect(await call(bot)).toBe("ada");
    expect(statuses(linear.requests())).toEqual([401, 200]);
  });

  it("and that cannot be refreshed says that the app must be installed again", async () => {
    const bot = await startBot({ config: app });
    const installation = toInstallation(linear.install());
    await bot.adapter.setInstallation(installation.organizationId, installation);
    linear.revokeToken(installation.refreshToken ?? "");

    await expect(call(bot)).rejects.toMatchObject({
      code: "TOKEN_REQUEST_FAILED",
      facts: { grant: "refresh_token", reason: "invalid_grant" },
    });
  });
});

describe("a handler that outlives its token", () => {
  it("goes on posting, and streams on: an installed app", async () => {
    const bot = await startBot({
      config: app,
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.post("This will take a while.");
          await expireInstalledToken(bot.adapter);
          await thread.post("Half of it is done.");
          await expireInstalledToken(bot.adapter);
          await thread.post(streamOf("All of it ", "is done."));
        });
      },
    });
    const issue = linear.createIssue();
    const mention = await linear.mention({ issue, text: "compile the kernel" });
    await bot.settled();

    expect(linear.comments({ issue, by: linear.organization.appUserId })).toMatchObject([
      { body: "This will take a while.", parentId: mention.id },
      { body: "Half of it is done.", parentId: mention.id },
      { body: "All of it is done.", parentId: mention.id },
    ]);
    expect(grants()).toEqual([
      ["refresh_token", 200],
      ["refresh_token", 200],
    ]);
  });

  it("goes on posting: client credentials", async () => {
    const bot = await startBot({
      world,
      config: clientCredentials,
      on: (chat) => {
        chat.onNewMention(async (thread) => {
          await thread.post("This will take a while.");
          await world.clock.jump(31 * DAY_MS);
          await thread.post("It is done.");
        });
      },
    });
    const issue = linear.createIssue();
    const mention = await linear.mention({ issue, text: "compile the kernel" });
    await bot.settled();

    expect(linear.comments({ issue, by: linear.organization.appUserId })).toMatchObject([
      { body: "This will take a while.", parentId: mention.id },
      { body: "It is done.", parentId: mention.id },
    ]);
    // The last one asks who the new token's user is, before what that user wrote is taken for somebody else's.
    expect(linear.requests().map(({ operationName, status }) => [operationName, status])).toEqual([
      ["GetViewer", 200],
      ["CreateComment", 200],
      ["CreateComment", 200],
      ["GetViewer", 200],
    ]);
  });
});

describe("secrets that are functions", () => {
  /** A function that keeps what it was asked with. */
  const vault = (secret: () => string): { ask: (organizationId?: string) => Promise<string>; asked: unknown[] } => {
    const asked: unknown[] = [];
    return {
      asked,
      ask: async (organizationId) => {
        asked.push(organizationId);
        return secret();
      },
    };
  };

  it.each<[string, (ask: () => Promise<string>) => LinearAdapterConfig, () => string]>([
    ["apiKey", (ask) => ({ apiKey: ask }), () => linear.createApiKey()],
    ["accessToken", (ask) => ({ accessToken: ask }), () => linear.createAccessToken()],
  ])("are asked on each use, with the organization: %s", async (_option, config, secret) => {
    const { ask, asked } = vault(secret);
    const bot = await startBot({ config: () => config(ask) });
    await call(bot);
    await call(bot);
    await bot.adapter.getUser(linear.ada.id);

    expect(asked).toEqual([linear.organization.id, linear.organization.id, undefined]);
  });

  it("are asked on each use, with the organization: clientCredentials", async () => {
    const clientId = vault(() => linear.app.clientId);
    const clientSecret = vault(() => linear.app.clientSecret);
    const config = (): LinearAdapterConfig => ({
      clientCredentials: { clientId: clientId.ask, clientSecret: clientSecret.ask },
    });
    const bot = await startBot({ config });
    await call(bot);
    linear.injectFault({ on: "graphql", kind: "unauthorized" });
    await call(bot);

    expect([clientId.asked, clientSecret.asked]).toEqual([
      [linear.organization.id, linear.organization.id],
      [linear.organization.id, linear.organization.id],
    ]);
  });

  it("are asked on each use, with the organization: clientId and clientSecret", async () => {
    const clientId = vault(() => linear.app.clientId);
    const clientSecret = vault(() => linear.app.clientSecret);
    const bot = await startBot({ config: () => ({ clientId: clientId.ask, clientSecret: clientSecret.ask }) });
    await expireInstalledToken(bot.adapter);
    await call(bot);
    await linear.uninstall();
    await bot.settled();

    expect([clientId.asked, clientSecret.asked]).toEqual([
      [linear.organization.id, linear.organization.id, linear.organization.id],
      [linear.organization.id, linear.organization.id],
    ]);
    expect(await bot.adapter.getInstallation(linear.organization.id)).toBeNull();
  });
});

async function expireInstalledToken(adapter: LinearAdapter): Promise<void> {
  linear.expireToken((await adapter.getInstallation(linear.organization.id))?.accessToken ?? "");
}

async function* streamOf(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}
