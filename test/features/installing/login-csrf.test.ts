// Covers: src/adapter/installing/callback-state.ts

import { createHash } from "node:crypto";
import type { LinearAdapter, LinearOAuthCallbackOptions } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { buildAuthorizationUrl, resolveEndpoints } from "chat-adapter-linear/oauth";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

const redirectUri = "https://bot.example.com/linear/callback";
const INVALID = { code: "OAUTH_STATE_INVALID" };
const NOT_OF_LINEAR = { code: "OAUTH_CALLBACK_INVALID" };

let linear: LinearEmulator;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

afterEach(() => linear.close());

async function startBot(shared: Partial<Pick<TestBot, "state">> = {}): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const config = (): { clientId: string; clientSecret: string; encryptionKey: string } => ({
    clientId,
    clientSecret,
    encryptionKey: hexKey("4e"),
  });
  const bot = await startTestBot({ linear, config, ...shared });
  onTestFinished(bot.close);
  return bot;
}

async function consent(url: URL): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}

/** The address that an attacker has got for a workspace of their own, and lures somebody else to. */
async function lure(): Promise<URL> {
  const endpoints = resolveEndpoints(linear.apiUrl);
  const scopes = ["read", "write"];
  return await consent(buildAuthorizationUrl({ clientId: linear.app.clientId, redirectUri, scopes, endpoints }));
}

const finish = (
  { adapter }: { adapter: LinearAdapter },
  url: URL | string,
  { method = "GET", ...options }: Partial<LinearOAuthCallbackOptions> & { method?: string } = {},
): Promise<unknown> => adapter.handleOAuthCallback(new Request(url, { method }), { redirectUri, ...options });

const stored = ({ adapter }: TestBot): Promise<unknown> => adapter.getInstallation(linear.organization.id);

const LOOK_ALIKE = `LIN1.${"a".repeat(43)}.${"b".repeat(43)}`;

describe("handleOAuthCallback, once an installation has begun with installUrl", () => {
  it.each([
    ["no state", ""],
    ["an empty state", "&state="],
    ["a state of somebody else", "&state=state-1"],
    ["a state that resembles ours", `&state=${LOOK_ALIKE}`],
    ["a state in the fragment", "#state=lin1.a.b"],
    ["a state under another name", "&State=lin1.a.b"],
    ["a state of 4,000 characters", `&state=${"x".repeat(4_000)}`],
  ])("refuses an attacker's code with %s", async (_what, more) => {
    const bot = await startBot();
    await bot.adapter.installUrl({ redirectUri });

    await expect(finish(bot, `${await lure()}${more}`)).rejects.toMatchObject(INVALID);
    expect([await stored(bot), linear.tokenRequests()]).toEqual([null, []]);
  });

  it("refuses it in another process, too", async () => {
    const first = await startBot();
    const second = await startBot({ state: first.state });
    await first.adapter.installUrl({ redirectUri });

    await expect(finish(second, await lure())).rejects.toMatchObject(INVALID);
  });

  it("refuses it once the install route was used", async () => {
    const bot = await startBot();
    await bot.adapter.oauthRoutes({ redirectUri }).install(new Request("https://bot.example.com/linear/install"));

    await expect(finish(bot, await lure())).rejects.toMatchObject(INVALID);
  });

  it("takes a host's own URL with its expectedState, or when the host says that it checks", async () => {
    const bot = await startBot();
    await bot.adapter.installUrl({ redirectUri });
    const [expected, checked] = [await lure(), await lure()];
    expected.searchParams.set("state", "state-1");
    await finish(bot, expected, { expectedState: "state-1" });
    await bot.adapter.deleteInstallation(linear.organization.id);
    await finish(bot, checked, { requireState: false });

    expect(await stored(bot)).toMatchObject({ organizationId: linear.organization.id });
    expect(bot.logger.at("warn")).toEqual([]);
  });
});

describe("handleOAuthCallback, for a host that builds its own URL", () => {
  it("goes on working, with a warning", async () => {
    const bot = await startBot();
    await finish(bot, await lure());

    expect(await stored(bot)).toMatchObject({ organizationId: linear.organization.id });
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("make sure that you check state yourself")]);
  });

  it("refuses every state that nobody expects, where the host wants it strict", async () => {
    const bot = await startBot();

    await expect(finish(bot, await lure(), { requireState: true })).rejects.toMatchObject(INVALID);
    expect([await stored(bot), linear.tokenRequests()]).toEqual([null, []]);
  });

  it.each([LOOK_ALIKE, `%20${LOOK_ALIKE.toLowerCase()}`, `+${LOOK_ALIKE.toLowerCase()}`, `%E2%80%8B${LOOK_ALIKE}`])(
    "does not take a state that resembles ours for the host's own: %s",
    async (state) => {
      const bot = await startBot();

      await expect(finish(bot, `${await lure()}&state=${state}`)).rejects.toMatchObject(INVALID);
      expect(await stored(bot)).toBeNull();
    },
  );
});

describe("a callback's parameters", () => {
  it.each([
    ["two states", "&state=a&state=b"],
    ["two equal states", "&state=a&state=a"],
    ["two codes", "&code=b"],
    ["two errors", "&error=access_denied&error=access_denied"],
    ["a state of 5,000 characters", `&state=${"x".repeat(5_000)}`],
  ])("are refused for %s", async (_what, more) => {
    const bot = await startBot();

    await expect(finish(bot, `${await lure()}${more}`)).rejects.toMatchObject(NOT_OF_LINEAR);
    expect([await stored(bot), linear.tokenRequests()]).toEqual([null, []]);
  });

  it("are refused for two states of which one is ours, which costs that one nothing", async () => {
    const bot = await startBot();
    const url = await consent(await bot.adapter.installUrl({ redirectUri }));

    await expect(finish(bot, `${url}&state=state-1`)).rejects.toMatchObject(NOT_OF_LINEAR);
    expect(await finish(bot, url)).toMatchObject({ organizationId: linear.organization.id });
  });

  it("are a refusal where an error stands beside a code", async () => {
    const bot = await startBot();

    await expect(finish(bot, `${await lure()}&error=access_denied`)).rejects.toMatchObject({ code: "OAUTH_DENIED" });
    expect(linear.tokenRequests()).toEqual([]);
  });

  it.each(["HEAD", "OPTIONS", "DELETE"])("are not read of a %s, as link previews send it", async (method) => {
    const bot = await startBot();
    const url = await consent(await bot.adapter.installUrl({ redirectUri }));

    await expect(finish(bot, url, { method })).rejects.toMatchObject(NOT_OF_LINEAR);
    expect(await finish(bot, url)).toMatchObject({ organizationId: linear.organization.id });
  });
});

describe("installUrl with boundTo", () => {
  const begin = async (bot: TestBot): Promise<URL> =>
    await consent(await bot.adapter.installUrl({ redirectUri, boundTo: "session-1" }));

  it("is finished in that session", async () => {
    const bot = await startBot();

    expect(await finish(bot, await begin(bot), { boundTo: "session-1" })).toMatchObject({
      organizationId: linear.organization.id,
    });
  });

  it.each([
    ["another one", { boundTo: "session-2" }],
    ["one that is gone", { boundTo: undefined }],
    ["an empty one", { boundTo: "" }],
    ["none", {}],
  ])("is not finished in %s, which costs the right one nothing", async (_what, options) => {
    const bot = await startBot();
    const url = await begin(bot);

    await expect(finish(bot, url, options)).rejects.toMatchObject(INVALID);
    expect(await finish(bot, url, { boundTo: "session-1" })).toMatchObject({
      organizationId: linear.organization.id,
    });
  });

  it("does not begin in a session that is gone", async () => {
    const bot = await startBot();

    await expect(bot.adapter.installUrl({ redirectUri, boundTo: undefined })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      facts: { option: "boundTo" },
    });
  });

  it("keeps the session's id out of the state", async () => {
    const bot = await startBot();
    const url = await begin(bot);
    const kept = await readAll(bot, url.searchParams.get("state") ?? "");

    expect(kept).toContain("codeVerifier");
    expect(kept).not.toContain("session-1");
  });
});

/** What the state holds of an installation that is under way. */
async function readAll({ state }: TestBot, oauthState: string): Promise<string> {
  const digest = createHash("sha256").update(oauthState).digest("base64url");
  return JSON.stringify(await state.get(`linear:oauth:${digest}`));
}

describe("an installation that is there already", () => {
  it("is replaced by one of another app user with a warning, and the bot and the host are told", async () => {
    const told: unknown[] = [];
    const bot = await startBot();
    bot.bot.onInstalled(async ({ raw }) => void told.push(raw));
    const { id: organizationId, appUserId: botUserId } = linear.organization;
    const previousBotUserId = "5d9b7e10-3c2a-4f61-b8a4-9e0d6c1f7a33";
    const old = { accessToken: "lin_oauth_old", botUserId: previousBotUserId, expiresAt: null, organizationId };
    await bot.adapter.setInstallation(organizationId, old);
    const result = await finish(bot, await lure(), { requireState: false });
    await expect.poll(() => told).toHaveLength(1);

    expect(result).toMatchObject({ organizationId, previousBotUserId, installation: { botUserId } });
    expect(told).toEqual([{ organizationId, botUserId, previousBotUserId }]);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("replaces one of another app user")]);
  });

  it("is replaced by one of the same app user as ever", async () => {
    const bot = await startBot();
    await finish(bot, await lure(), { requireState: false });
    const again = await finish(bot, await lure(), { requireState: false });

    expect(again).not.toHaveProperty("previousBotUserId");
    expect(bot.logger.at("warn")).toEqual([]);
  });

  it("is replaced although no key opens it", async () => {
    const bot = await startBot();
    await bot.state.set(`linear:installation:${linear.organization.id}`, { broken: true });
    await finish(bot, await lure(), { requireState: false });

    expect(await stored(bot)).toMatchObject({ organizationId: linear.organization.id });
  });
});

describe("the browser's cookie", () => {
  it("cannot be planted by a sibling domain, which may not set one with __Host- in its name", async () => {
    const bot = await startBot();
    const { install } = bot.adapter.oauthRoutes({ redirectUri });
    const response = await install(new Request("https://bot.example.com/linear/install"));
    const url = await consent(new URL(response.headers.get("location") ?? ""));
    const [cookie = ""] = response.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");
    const open = (sent: string): Promise<unknown> =>
      bot.adapter.handleOAuthCallback(new Request(url, { headers: { cookie: sent } }), { redirectUri });

    await expect(open(cookie.replace("__Host-", ""))).rejects.toMatchObject(INVALID);
    await expect(open(cookie.replace("__Host-", "__host-"))).rejects.toMatchObject(INVALID);
    expect(await open(cookie)).toMatchObject({ organizationId: linear.organization.id });
  });
});
