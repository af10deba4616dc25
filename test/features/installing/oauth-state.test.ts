// Covers: src/adapter/installing/oauth-flow.ts

import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { buildAuthorizationUrl, resolveEndpoints } from "chat-adapter-linear/oauth";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const redirectUri = "https://bot.example.com/linear/callback";
const UNCHECKED = expect.stringContaining("neither expectedState nor a state of ours");

let linear: LinearEmulator;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

afterEach(() => linear.close());

async function startBot(mode: "agent-sessions" | "comments" = "comments"): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({
    linear,
    mode,
    config: () => ({ clientId, clientSecret, encryptionKey: hexKey("4e") }),
  });
  onTestFinished(bot.close);
  return bot;
}

/** Sends a browser through the consent page, and gives what it then asks the bot for. */
async function consent(url: URL): Promise<Request> {
  const response = await fetch(url, { redirect: "manual" });
  return new Request(response.headers.get("location") ?? "");
}

/** A host's own URL. */
const ownUrl = (state: string | undefined, scopes: readonly string[] = ["read", "write"]): URL =>
  buildAuthorizationUrl({
    clientId: linear.app.clientId,
    redirectUri,
    scopes,
    endpoints: resolveEndpoints(linear.apiUrl),
    ...(state === undefined ? {} : { state }),
  });

const stored = ({ adapter }: TestBot): Promise<unknown> => adapter.getInstallation(linear.organization.id);

describe("handleOAuthCallback with a state of ours", () => {
  it("finishes what installUrl began, with the way back", async () => {
    const bot = await startBot();
    const request = await consent(await bot.adapter.installUrl({ redirectUri, returnTo: "/settings" }));
    const result = await bot.adapter.handleOAuthCallback(request, { redirectUri });

    expect(result).toMatchObject({
      organizationId: linear.organization.id,
      returnTo: "https://bot.example.com/settings",
    });
    expect(await stored(bot)).toEqual(result.installation);
    expect(bot.logger.at("warn")).toEqual([]);
  });

  it("takes it once", async () => {
    const bot = await startBot();
    const request = await consent(await bot.adapter.installUrl({ redirectUri }));
    await bot.adapter.handleOAuthCallback(request, { redirectUri });
    linear.clearRequests();

    await expect(bot.adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_STATE_USED",
    });
    expect(linear.tokenRequests()).toEqual([]);
  });

  it("takes it with its own redirect URI only", async () => {
    const bot = await startBot();
    const request = await consent(await bot.adapter.installUrl({ redirectUri }));

    await expect(
      bot.adapter.handleOAuthCallback(request, { redirectUri: "https://bot.example.com/other" }),
    ).rejects.toMatchObject({ code: "OAUTH_STATE_INVALID" });
    expect(await stored(bot)).toBeNull();
  });

  it("takes one that is bound to a browser from that browser only", async () => {
    const bot = await startBot();
    const { install } = bot.adapter.oauthRoutes({ redirectUri });
    const response = await install(new Request("https://bot.example.com/linear/install"));
    const request = await consent(new URL(response.headers.get("location") ?? ""));
    const [cookie = ""] = response.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");

    await expect(bot.adapter.handleOAuthCallback(request, { redirectUri })).rejects.toMatchObject({
      code: "OAUTH_STATE_INVALID",
    });
    const fromBrowser = new Request(request.url, { headers: { cookie: `theme=dark; ${cookie}` } });
    expect(await bot.adapter.handleOAuthCallback(fromBrowser, { redirectUri })).toMatchObject({
      organizationId: linear.organization.id,
    });
  });

  it("holds it to expectedState as well", async () => {
    const bot = await startBot();
    const request = await consent(await bot.adapter.installUrl({ redirectUri }));

    await expect(
      bot.adapter.handleOAuthCallback(request, { redirectUri, expectedState: "state-1" }),
    ).rejects.toMatchObject({ code: "OAUTH_STATE_INVALID" });
    expect(await stored(bot)).toBeNull();
  });
});

describe("handleOAuthCallback with a host's own state", () => {
  it("takes the one that is expected", async () => {
    const bot = await startBot();
    const request = await consent(ownUrl("state-1"));
    await bot.adapter.handleOAuthCallback(request, { redirectUri, expectedState: "state-1" });

    expect(await stored(bot)).toMatchObject({ organizationId: linear.organization.id });
    expect(bot.logger.at("warn")).toEqual([]);
  });

  it.each([
    ["another one", "state-2"],
    ["the beginning of it", "state"],
    ["an empty one", ""],
    ["that of a session that is gone", undefined],
    ["none", null],
  ])("takes no other when it expects %s", async (_what, expectedState) => {
    const bot = await startBot();
    const request = await consent(ownUrl("state-1"));

    await expect(bot.adapter.handleOAuthCallback(request, { redirectUri, expectedState })).rejects.toMatchObject({
      code: "OAUTH_STATE_INVALID",
    });
    expect(await stored(bot)).toBeNull();
    expect(linear.tokenRequests()).toEqual([]);
  });

  it("does not take the absence of a state for an empty one", async () => {
    const bot = await startBot();
    const request = await consent(ownUrl(undefined));

    await expect(bot.adapter.handleOAuthCallback(request, { redirectUri, expectedState: "" })).rejects.toMatchObject({
      code: "OAUTH_STATE_INVALID",
    });
  });

  it("says once in the log that nobody has checked it", async () => {
    const bot = await startBot();
    await bot.adapter.handleOAuthCallback(await consent(ownUrl("state-1")), { redirectUri });
    await bot.adapter.handleOAuthCallback(await consent(ownUrl(undefined)), { redirectUri });

    expect(bot.logger.at("warn")).toEqual([UNCHECKED]);
  });

  it.each([
    ["comments", ["read", "issues:create"], ["comments:create"]],
    ["agent-sessions", ["read", "write"], ["app:mentionable", "app:assignable"]],
    ["agent-sessions", ["read", "comments:create", "app:mentionable"], ["write"]],
  ] as const)("refuses, for %s, %j", async (mode, scopes, missing) => {
    const bot = await startBot(mode);
    const request = await consent(ownUrl("state-1", scopes));

    await expect(
      bot.adapter.handleOAuthCallback(request, { redirectUri, expectedState: "state-1" }),
    ).rejects.toMatchObject({ code: "OAUTH_SCOPES_MISSING", facts: { scopes: missing } });
    expect(await stored(bot)).toBeNull();
  });
});
