// Covers: src/adapter/installing/oauth-callback.ts

import { createLinearAdapter, type LinearAdapter } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { buildAuthorizationUrl, resolveEndpoints } from "chat-adapter-linear/oauth";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type BotOfTest, startTestBot, type TestBot } from "../../support/test-bot.js";

const redirectUri = "https://bot.example.com/linear/callback";
const options = { redirectUri };

let linear: LinearEmulator;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

afterEach(() => linear.close());

async function startBot(on?: (bot: BotOfTest) => void): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({ linear, config: () => ({ clientId, clientSecret }), ...(on ? { on } : {}) });
  onTestFinished(bot.close);
  return bot;
}

/** Sends a browser through the consent page, and gives what it then asks the bot for. */
async function authorize({ actor = "app" }: { actor?: "app" | "user" } = {}): Promise<Request> {
  const url = buildAuthorizationUrl({
    clientId: linear.app.clientId,
    redirectUri,
    scopes: ["read", "write"],
    state: "state-1",
    actor,
    endpoints: resolveEndpoints(linear.apiUrl),
  });
  const response = await fetch(url, { redirect: "manual" });
  return new Request(response.headers.get("location") ?? "");
}

const callback = (query: string): Request => new Request(`${redirectUri}?${query}`);

/** What is stored for the first organization once the callback was refused. */
async function refused(adapter: LinearAdapter, request: Request): Promise<unknown> {
  const error = await adapter.handleOAuthCallback(request, options).catch((reason: unknown) => reason);
  expect(await adapter.getInstallation(linear.organization.id)).toBeNull();
  return error;
}

describe("the OAuth callback", () => {
  it("installs the app in the organization of whoever agreed", async () => {
    const umbrella = linear.addOrganization({ name: "Umbrella" });
    const { adapter } = await startBot();
    linear.answerConsent({ by: umbrella.people[0] ?? linear.ada });
    const result = await adapter.handleOAuthCallback(await authorize(), options);

    expect(result).toEqual({
      organizationId: umbrella.id,
      installation: {
        accessToken: expect.stringMatching(/^lin_oauth_/),
        refreshToken: expect.stringMatching(/^lin_refresh_/),
        expiresAt: expect.any(Number),
        organizationId: umbrella.id,
        botUserId: umbrella.appUserId,
        scopes: ["read", "write"],
        appUserName: "helper",
        installedAt: expect.any(Number),
      },
    });
    expect(await adapter.getInstallation(umbrella.id)).toEqual(result.installation);
    expect([linear.tokenRequests().length, linear.requests().length]).toEqual([1, 1]);
  });

  it("makes the bot answer there at once", async () => {
    const bot = await startBot((chat) => {
      chat.onNewMention(async (thread) => void (await thread.post("Glad to be here.")));
    });
    await bot.adapter.handleOAuthCallback(await authorize(), options);
    const issue = linear.createIssue();
    await linear.mention({ issue, text: "welcome" });
    await bot.settled();

    expect(linear.comments({ issue }).at(-1)).toMatchObject({
      body: "Glad to be here.",
      userId: linear.organization.appUserId,
    });
  });

  it("tells the bot, without a token", async () => {
    const installed: unknown[] = [];
    const bot = await startBot((chat) => {
      chat.onInstalled(async ({ action, tenantId, raw }) => void installed.push({ action, tenantId, raw }));
    });
    await bot.adapter.handleOAuthCallback(await authorize(), options);
    const { id: organizationId, appUserId: botUserId } = linear.organization;
    await expect.poll(() => installed).toHaveLength(1);

    expect(installed).toEqual([{ action: "add", tenantId: organizationId, raw: { organizationId, botUserId } }]);
  });

  it("replaces an installation that was there, whose tokens may be dead", async () => {
    const { adapter } = await startBot();
    const first = await adapter.handleOAuthCallback(await authorize(), options);
    const second = await adapter.handleOAuthCallback(await authorize(), options);

    expect(await adapter.getInstallation(linear.organization.id)).toEqual(second.installation);
    expect(second.installation.accessToken).not.toBe(first.installation.accessToken);
  });
});

describe("an OAuth callback that stores nothing", () => {
  it("is of a person who refused", async () => {
    const { adapter } = await startBot();
    linear.answerConsent({ denied: "access_denied" });

    expect(await refused(adapter, await authorize())).toMatchObject({
      code: "OAUTH_DENIED",
      message: "The installation was not granted (access_denied)",
      facts: { reason: "access_denied" },
    });
  });

  it("repeats nothing that anybody can put into its address", async () => {
    const { adapter } = await startBot();

    expect(await refused(adapter, callback("error=Your+account+is+locked,+call+555&code=x"))).toMatchObject({
      code: "OAUTH_DENIED",
      message: "The installation was not granted (unknown)",
    });
  });

  it.each(["", "code=", "state=state-1"])('has no code: "%s"', async (query) => {
    const { adapter } = await startBot();

    expect(await refused(adapter, callback(query))).toMatchObject({ code: "OAUTH_CALLBACK_INVALID" });
    expect(linear.tokenRequests()).toEqual([]);
  });

  it("gives tokens of a person, for whom the bot would speak", async () => {
    const { adapter } = await startBot();

    expect(await refused(adapter, await authorize({ actor: "user" }))).toMatchObject({
      code: "OAUTH_WRONG_ACTOR",
      message: expect.stringContaining("put actor=app in the authorization URL"),
    });
  });

  it("has a forged code, which the error does not repeat", async () => {
    const { adapter } = await startBot();
    const error = await refused(adapter, callback("code=forged"));

    expect(error).toMatchObject({
      code: "OAUTH_CODE_REFUSED",
      facts: { grant: "authorization_code", status: 400, reason: "invalid_grant" },
    });
    expect(String(error)).not.toContain("forged");
  });

  it("has a code that was used before", async () => {
    const { adapter } = await startBot();
    const request = await authorize();
    await adapter.handleOAuthCallback(request, options);
    await adapter.deleteInstallation(linear.organization.id);

    expect(await refused(adapter, request)).toMatchObject({ facts: { reason: "invalid_grant" } });
  });

  it("has another redirect URI than the authorization", async () => {
    const { adapter } = await startBot();
    const request = await authorize();

    await expect(
      adapter.handleOAuthCallback(request, { redirectUri: "https://bot.example.com/other" }),
    ).rejects.toMatchObject({ facts: { reason: "invalid_grant" } });
    expect(await adapter.getInstallation(linear.organization.id)).toBeNull();
  });

  it("comes while the token endpoint answers with an error, and sends the code once", async () => {
    const { adapter } = await startBot();
    const request = await authorize();
    linear.injectFault({ on: "token", kind: "status", status: 503 });

    expect(await refused(adapter, request)).toMatchObject({ code: "LINEAR_UNREACHABLE" });
    expect(linear.tokenRequests()).toMatchObject([{ status: 503 }]);
  });

  it("comes while the token endpoint's answer is lost, and sends the code once", async () => {
    const { adapter } = await startBot();
    const request = await authorize();
    linear.injectFault({ on: "token", kind: "drop-after" });

    expect(await refused(adapter, request)).toMatchObject({ code: "LINEAR_UNREACHABLE" });
    expect(linear.tokenRequests()).toMatchObject([{ status: "dropped" }]);
  });

  it("comes while Linear does not say whose tokens these are", async () => {
    const { adapter } = await startBot();
    const request = await authorize();
    linear.injectFault({ on: "graphql", kind: "unauthorized" });

    expect(await refused(adapter, request)).toMatchObject({ code: "AUTHENTICATION_FAILED" });
  });

  it("comes before the bot is started, which costs no code", async () => {
    const { clientId, clientSecret } = linear.app;
    const adapter = createLinearAdapter({ clientId, clientSecret, webhookSecret: "secret", apiUrl: linear.apiUrl });

    await expect(adapter.handleOAuthCallback(await authorize(), options)).rejects.toMatchObject({
      code: "NOT_INITIALIZED",
    });
    expect(linear.tokenRequests()).toEqual([]);
  });

  it("comes without a redirect URI", async () => {
    const { adapter } = await startBot();

    await expect(adapter.handleOAuthCallback(await authorize(), { redirectUri: "" })).rejects.toMatchObject({
      code: "OAUTH_CALLBACK_INVALID",
    });
  });

  it("comes to a bot that is no multi-tenant app", async () => {
    const bot = await startTestBot({ linear });
    onTestFinished(bot.close);

    await expect(bot.adapter.handleOAuthCallback(callback("code=x"), options)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("clientId and a clientSecret"),
    });
  });
});
