// Covers: src/adapter/config/config.ts
// Covers: src/adapter/config/resolve-auth.ts
// Covers: src/adapter/config/resolve-config.ts
// Covers: src/api/operations/users.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import {
  createLinearAdapter,
  type LinearAdapterAPIKeyConfig,
  type LinearAdapterBaseConfig,
  type LinearAdapterConfig,
} from "chat-adapter-linear";
import { type LinearEmulator, type SignedWebhook, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { serve } from "../../../examples/node-http/serve.js";
import { fixture } from "../../fixtures/fixture.js";
import { hexKey } from "../../installations/fixtures.js";
import { startTokenServer } from "../../oauth/token-server.js";
import { setEnvironment, type TestEnvironment } from "../../support/environment.js";
import { createMemoryLogger } from "../../support/memory-logger.js";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";

// For machines that have much else to do.
const PATIENCE = { timeout: 10_000, interval: 10 };

let linear: LinearEmulator;

beforeAll(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

beforeEach(() => {
  setEnvironment({});
  linear.clearRequests();
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => linear.close());

/** Options that leave one thing to the test. */
const withoutSecret = (): LinearAdapterAPIKeyConfig => ({ apiKey: linear.createApiKey(), apiUrl: linear.apiUrl });
const complete = (): LinearAdapterAPIKeyConfig => ({ ...withoutSecret(), webhookSecret: "secret" });

const clientCredentials = (scopes?: string[]): LinearAdapterConfig => ({
  clientCredentials: { clientId: "id", clientSecret: "secret", scopes },
});
const environmentCredentials: TestEnvironment = {
  LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: "id",
  LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: "secret",
};
const everyKind: TestEnvironment = {
  ...environmentCredentials,
  LINEAR_API_KEY: "lin_api_1",
  LINEAR_ACCESS_TOKEN: "token",
  LINEAR_CLIENT_ID: "id",
  LINEAR_CLIENT_SECRET: "secret",
};

/** A comment that mentions "@helper", in the emulator's organization. */
const comment = (options: { secret?: string; timestamp?: Date } = {}): SignedWebhook => {
  const organizationId = linear.organization.id;
  const payload = { ...fixture("comment-create-root-mention"), organizationId };
  return linear.buildWebhook(payload, { secret: "secret", ...options });
};

describe("with nothing but LINEAR_API_KEY, LINEAR_WEBHOOK_SECRET and where Linear is", () => {
  it("the first example of the readme answers", async () => {
    setEnvironment({
      LINEAR_API_KEY: linear.createApiKey(),
      LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
      LINEAR_API_URL: linear.apiUrl,
    });
    const bot = new Chat({
      userName: "helper",
      adapters: { linear: createLinearAdapter() },
      state: createMemoryState(),
      logger: "silent",
    });
    bot.onNewMention(async (thread, message) => {
      await thread.subscribe();
      await thread.post(`You said: ${message.text}`);
    });
    bot.onSubscribedMessage(async (thread, message) => {
      await thread.post(`And now: ${message.text}`);
    });
    const { url, close } = await serve((request) => bot.webhooks.linear(request));
    onTestFinished(close);
    linear.setWebhookUrl(url);
    const issue = linear.createIssue();

    const root = await linear.comment({ issue, body: "@helper hello", by: linear.bo });
    await vi.waitFor(() => expect(linear.comments({ issue })).toHaveLength(2), PATIENCE);
    await linear.comment({ issue, body: "and goodbye", by: linear.ada, parent: root });
    await vi.waitFor(() => expect(linear.comments({ issue })).toHaveLength(4), PATIENCE);

    expect(linear.comments({ issue }).map(({ body, parentId, userId }) => [body, parentId, userId])).toEqual([
      ["@helper hello", undefined, linear.bo.id],
      ["You said: @helper hello", root.id, linear.ada.id],
      ["and goodbye", root.id, linear.ada.id],
      ["And now: and goodbye", root.id, linear.ada.id],
    ]);
  });
});

describe("the kind of authentication", () => {
  const scopes = "read, write,app:mentionable";

  it.each([
    ["LINEAR_API_KEY", () => ({ LINEAR_API_KEY: linear.createApiKey() }), "api-key"],
    ["LINEAR_ACCESS_TOKEN", () => ({ LINEAR_ACCESS_TOKEN: linear.createAccessToken() }), "app"],
    [
      "LINEAR_ACCESS_TOKEN of a person",
      () => ({ LINEAR_ACCESS_TOKEN: linear.createAccessToken({ as: linear.bo }) }),
      "person",
    ],
    [
      "LINEAR_CLIENT_CREDENTIALS_*",
      () => ({
        LINEAR_CLIENT_CREDENTIALS_CLIENT_ID: linear.app.clientId,
        LINEAR_CLIENT_CREDENTIALS_CLIENT_SECRET: linear.app.clientSecret,
        LINEAR_CLIENT_CREDENTIALS_SCOPES: scopes,
      }),
      "app",
    ],
  ])("comes from %s", async (_names, environment, tokenKind) => {
    setEnvironment(environment());
    const { adapter } = await startPlainBot(createLinearAdapter({ apiUrl: linear.apiUrl, webhookSecret: "secret" }));

    expect(await adapter.getUser(linear.ada.id)).toMatchObject({ userName: "ada" });
    expect(linear.requests()).toMatchObject([{ tokenKind, status: 200 }]);
  });

  it("comes from LINEAR_CLIENT_ID and LINEAR_CLIENT_SECRET for apps that many workspaces install", async () => {
    setEnvironment({ LINEAR_CLIENT_ID: linear.app.clientId, LINEAR_CLIENT_SECRET: linear.app.clientSecret });
    const { adapter } = await startPlainBot(createLinearAdapter({ apiUrl: linear.apiUrl, webhookSecret: "secret" }));
    await adapter.setInstallation(linear.organization.id, { ...toInstallation(linear.install()), expiresAt: 0 });

    const user = await adapter.withInstallation(linear.organization.id, () => adapter.getUser(linear.ada.id));

    expect(user).toMatchObject({ userName: "ada" });
    expect(linear.tokenRequests()).toMatchObject([{ grant: "refresh_token", status: 200 }]);
  });

  it.each<[string, LinearAdapterConfig, TestEnvironment, string]>([
    ["of the option", { mode: "agent-sessions", ...clientCredentials(["read", "write"]) }, {}, "read,write"],
    [
      "of the environment",
      {},
      { ...environmentCredentials, LINEAR_CLIENT_CREDENTIALS_SCOPES: "read, write\n" },
      "read,write",
    ],
    ["of comments by default", clientCredentials(), {}, "read,write,comments:create,issues:create"],
    ["of comments for an empty list", clientCredentials([]), {}, "read,write,comments:create,issues:create"],
    [
      "of agents in agent sessions",
      { mode: "agent-sessions", ...clientCredentials(undefined) },
      {},
      "read,write,comments:create,issues:create,app:mentionable,app:assignable",
    ],
    [
      "of agents in sessions and comments",
      { mode: "all", ...clientCredentials(undefined) },
      {},
      "read,write,comments:create,issues:create,app:mentionable,app:assignable",
    ],
  ])("asks for the scopes %s", async (_whose, options, environment, scope) => {
    const server = await startTokenServer();
    onTestFinished(server.close);
    setEnvironment({ LINEAR_WEBHOOK_SECRET: "secret", LINEAR_API_URL: server.url, ...environment });
    const { adapter } = await startPlainBot(createLinearAdapter(options));

    await expect(adapter.getUser("user")).rejects.toMatchObject({ code: "TOKEN_REQUEST_FAILED" });
    expect(server.calls.map(({ form }) => form)).toEqual([
      { grant_type: "client_credentials", client_id: "id", client_secret: "secret", scope },
    ]);
  });

  it("of the options silences that of the environment", async () => {
    setEnvironment({ LINEAR_API_KEY: "lin_api_wrong", LINEAR_CLIENT_ID: "id", LINEAR_CLIENT_SECRET: "secret" });
    const accessToken = linear.createAccessToken();
    const adapter = createLinearAdapter({
      apiKey: undefined,
      accessToken,
      apiUrl: linear.apiUrl,
      webhookSecret: "secret",
    });
    const { logger } = await startPlainBot(adapter);

    expect(await adapter.getUser(linear.ada.id)).toMatchObject({ userName: "ada" });
    expect(logger.at("warn")).toEqual([]);
  });

  it.each<[string, TestEnvironment, string]>([
    [
      "the API key",
      everyKind,
      "LINEAR_API_KEY is used; ignored: LINEAR_ACCESS_TOKEN, LINEAR_CLIENT_CREDENTIALS_CLIENT_ID, LINEAR_CLIENT_ID",
    ],
    [
      "the access token",
      { ...everyKind, LINEAR_API_KEY: undefined },
      "LINEAR_ACCESS_TOKEN is used; ignored: LINEAR_CLIENT_CREDENTIALS_CLIENT_ID, LINEAR_CLIENT_ID",
    ],
    [
      "the client credentials",
      { ...everyKind, LINEAR_API_KEY: "", LINEAR_ACCESS_TOKEN: " " },
      "LINEAR_CLIENT_CREDENTIALS_CLIENT_ID is used; ignored: LINEAR_CLIENT_ID",
    ],
  ])("is %s where the environment holds several, and one warning says so", async (_which, environment, choice) => {
    setEnvironment({ ...environment, LINEAR_WEBHOOK_SECRET: "secret" });
    const { logger } = await startPlainBot(createLinearAdapter({}));

    expect(logger.at("warn")).toEqual([`The environment holds several kinds of authentication: ${choice}`]);
  });
});

describe("the webhook's secret", () => {
  it.each<[string, LinearAdapterConfig, TestEnvironment]>([
    ["the option", { webhookSecret: "secret" }, { LINEAR_WEBHOOK_SECRET: "other" }],
    ["an option without the line end of its file", { webhookSecret: "secret\n" }, {}],
    ["one of several in the option", { webhookSecret: ["new", "secret"] }, {}],
    ["a function", { webhookSecret: () => "secret" }, { LINEAR_WEBHOOK_SECRET: "other" }],
    ["a function that gives several, later", { webhookSecret: async () => ["new", "secret"] }, {}],
    ["the environment", { webhookSecret: undefined }, { LINEAR_WEBHOOK_SECRET: "secret" }],
    ["one of several in the environment", {}, { LINEAR_WEBHOOK_SECRET: "new, secret," }],
  ])("is %s", async (_where, options, environment) => {
    setEnvironment({ ...environment, LINEAR_API_KEY: linear.createApiKey(), LINEAR_API_URL: linear.apiUrl });
    const { deliver } = await startPlainBot(createLinearAdapter(options));

    expect([await deliver(comment()), await deliver(comment({ secret: "other" }))]).toEqual([200, 401]);
  });

  it.each<[string, LinearAdapterBaseConfig]>([
    ["the option", { webhookSecret: () => "" }],
    ["a list", { webhookSecret: async () => ["", "secret"] }],
  ])("is never an empty one: %s", async (_where, options) => {
    const { deliver } = await startPlainBot(createLinearAdapter({ ...withoutSecret(), ...options }));

    expect(await deliver(comment({ secret: "" }))).toBe(401);
  });

  it("of a function may be another one for each organization", async () => {
    const asked: unknown[] = [];
    const webhookSecret = (organizationId?: string): string => {
      asked.push(organizationId);
      return "secret";
    };
    const { deliver } = await startPlainBot(createLinearAdapter({ ...withoutSecret(), webhookSecret }));

    expect([await deliver(comment()), await deliver({ ...comment(), body: "no JSON" })]).toEqual([200, 401]);
    expect(asked).toEqual([linear.organization.id, undefined]);
  });

  it("is asked for again after a function has failed, and Linear's retry is handled", async () => {
    let vault = "closed";
    const webhookSecret = async (): Promise<string> => {
      if (vault === "closed") throw new Error("the vault is closed");
      return "secret";
    };
    const { deliver } = await startPlainBot(createLinearAdapter({ ...withoutSecret(), webhookSecret }));
    const webhook = comment();
    const first = await deliver(webhook);
    vault = "open";

    expect([first, await deliver(webhook)]).toEqual([503, 200]);
  });

  it("is not needed where a webhookVerifier is, and is not looked at", async () => {
    setEnvironment({ LINEAR_WEBHOOK_SECRET: "other" });
    const options = { ...complete(), webhookVerifier: (request: Request) => request.headers.has("linear-delivery") };
    const { deliver } = await startPlainBot(createLinearAdapter(options));
    const { body } = comment();

    expect([
      await deliver({ body, headers: { "Linear-Delivery": "1" } }),
      await deliver({ body, headers: {} }),
    ]).toEqual([200, 401]);
  });
});

describe("other options", () => {
  it("maxSkewMs says how old a webhook may be", async () => {
    const strict = await startPlainBot(createLinearAdapter(complete()));
    const lenient = await startPlainBot(createLinearAdapter({ ...complete(), maxSkewMs: 600_000 }));
    const old = comment({ timestamp: new Date(Date.now() - 300_000) });

    expect([await strict.deliver(old), await lenient.deliver(old)]).toEqual([401, 200]);
  });

  it.each<[string, LinearAdapterConfig, TestEnvironment, boolean]>([
    ["is comments by default", {}, {}, false],
    ["comes from the option", { mode: "agent-sessions" }, { LINEAR_MODE: "comments" }, true],
    ["comes from the environment", { mode: undefined }, { LINEAR_MODE: "agent-sessions" }, true],
    ["can be all", {}, { LINEAR_MODE: "all" }, true],
  ])("mode %s", async (_where, options, environment, isForSessions) => {
    setEnvironment({ ...environment, LINEAR_ACCESS_TOKEN: "token", LINEAR_WEBHOOK_SECRET: "secret" });

    expect(createLinearAdapter(options).supportsTurnCancellation).toBe(isForSessions);
  });

  it.each([
    ["the endpoint", () => linear.apiUrl],
    ["the base above it", () => linear.url],
    ["a base with a slash", () => `${linear.url}/`],
  ])("apiUrl moves the API and the OAuth endpoints, given as %s", async (_form, apiUrl) => {
    setEnvironment({ LINEAR_API_URL: "http://127.0.0.1:9" });
    const { clientId, clientSecret } = linear.app;
    const credentials = { clientCredentials: { clientId, clientSecret }, webhookSecret: "secret" };
    const { adapter } = await startPlainBot(createLinearAdapter({ ...credentials, apiUrl: apiUrl() }));

    expect(await adapter.getUser(linear.ada.id)).toMatchObject({ userName: "ada" });
    expect([linear.tokenRequests().length, linear.requests().length]).toEqual([1, 1]);
  });

  it("logger gets what the adapter has to say, in place of the chat's", async () => {
    setEnvironment(everyKind);
    const logger = createMemoryLogger();
    const bot = await startPlainBot(createLinearAdapter({ webhookSecret: "secret", logger }));

    expect([logger.at("warn").length, bot.logger.at("warn").length]).toEqual([1, 0]);
  });

  it.each<[string, () => LinearAdapterConfig, TestEnvironment]>([
    ["the option", () => ({ encryptionKey: hexKey("4e") }), { LINEAR_ENCRYPTION_KEY: hexKey("0d") }],
    ["the first of a ring", () => ({ encryptionKey: [hexKey("4e"), hexKey("0d")] }), {}],
    ["the environment", () => ({ encryptionKey: undefined }), { LINEAR_ENCRYPTION_KEY: hexKey("4e") }],
    ["the first of the environment", () => ({}), { LINEAR_ENCRYPTION_KEY: `${hexKey("4e")}, ${hexKey("0d")}` }],
    ["a function", () => ({ encryptionKey: async () => hexKey("4e") }), { LINEAR_ENCRYPTION_KEY: hexKey("0d") }],
  ])("encryptionKey seals installations: %s", async (_where, options, environment) => {
    setEnvironment({
      LINEAR_CLIENT_ID: "id",
      LINEAR_CLIENT_SECRET: "secret",
      LINEAR_WEBHOOK_SECRET: "s",
      ...environment,
    });
    const writer = await startPlainBot(createLinearAdapter(options()));
    const installation = toInstallation(linear.install());
    const { organizationId } = installation;
    await writer.adapter.setInstallation(organizationId, installation);
    const { state } = writer;
    const reader = await startPlainBot(createLinearAdapter({ encryptionKey: hexKey("4e") }), { state });

    expect(JSON.stringify(await state.get(`linear:installation:${organizationId}`))).not.toContain("lin_oauth_");
    expect(await reader.adapter.getInstallation(organizationId)).toEqual(installation);
  });

  it("encryptionKey that is missing is warned of, where tokens are kept in the bot's state", async () => {
    const app = { clientId: "id", clientSecret: "secret", webhookSecret: "secret" };
    const installationProvider = { get: async () => null, save: async () => {}, delete: async () => {} };
    const bare = await startPlainBot(createLinearAdapter(app));
    const sealed = await startPlainBot(createLinearAdapter({ ...app, encryptionKey: hexKey("4e") }));
    const provided = await startPlainBot(createLinearAdapter({ ...app, installationProvider }));

    expect([bare, sealed, provided].map(({ logger }) => logger.at("warn"))).toEqual([
      [
        "There is no encryptionKey (LINEAR_ENCRYPTION_KEY): the tokens of installations are kept in the bot's state in the clear. `openssl rand -hex 32` makes a key",
      ],
      [],
      [],
    ]);
  });

  it("encryptionKey of a function is asked for on each use, with the organization", async () => {
    const asked: unknown[] = [];
    const encryptionKey = (organizationId?: string): string => {
      asked.push(organizationId);
      return hexKey("4e");
    };
    const app = { clientId: "id", clientSecret: "secret", webhookSecret: "secret" };
    const { adapter } = await startPlainBot(createLinearAdapter({ ...app, encryptionKey }));
    const installation = toInstallation(linear.install());
    const { organizationId } = installation;
    await adapter.setInstallation(organizationId, installation);
    await adapter.getInstallation(organizationId);

    expect(asked).toEqual([organizationId, organizationId]);
  });
});
