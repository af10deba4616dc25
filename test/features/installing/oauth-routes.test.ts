// Covers: src/adapter/installing/oauth-pages.ts
// Covers: src/adapter/installing/oauth-routes.ts

import { createLinearAdapter, type OAuthRoutes, type OAuthRoutesOptions } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type BotOfTest, startTestBot, type TestBot, worldOfLinear } from "../../support/test-bot.js";
import { createTestWorld, type TestWorld } from "../../support/test-world.js";
import { type Browser, createBrowser } from "./oauth-browser.js";

const redirectUri = "https://bot.example.com/linear/callback";
const installPage = "https://bot.example.com/linear/install";
const MINUTE_MS = 60_000;

let world: TestWorld;
let linear: LinearEmulator;

beforeEach(async () => {
  world = createTestWorld();
  linear = await startLinearEmulator({ ...worldOfLinear(world), app: { events: ["Comment"] } });
});

afterEach(async () => {
  await linear.close();
});

interface Scene extends TestBot {
  routes: OAuthRoutes;
  browser: Browser;
  failures: unknown[];
}

interface Options extends Partial<OAuthRoutesOptions> {
  mode?: "agent-sessions" | "comments";
  on?: (bot: BotOfTest) => void;
}

async function start({ mode = "comments", on, ...options }: Options = {}): Promise<Scene> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({
    linear,
    world,
    mode,
    config: () => ({ clientId, clientSecret }),
    ...(on ? { on } : {}),
  });
  onTestFinished(bot.close);
  const failures: unknown[] = [];
  const onFailed = (error: unknown): void => void failures.push(error);
  return {
    ...bot,
    routes: bot.adapter.oauthRoutes({ redirectUri, onFailed, ...options }),
    browser: createBrowser(),
    failures,
  };
}

/** The way to Linear's consent page and through it; resolves to the address of the callback. */
async function authorize({ routes, browser }: Scene, query = ""): Promise<string> {
  return await browser.consent(await browser.open(routes.install, `${installPage}${query}`));
}

const comeBack = ({ routes, browser }: Scene, url: string): Promise<Response> => browser.open(routes.callback, url);

const install = async (scene: Scene, query = ""): Promise<Response> =>
  await comeBack(scene, await authorize(scene, query));

const stored = ({ adapter }: Scene): Promise<unknown> => adapter.getInstallation(linear.organization.id);

const withParameter = (url: string, name: string, value: string): string => {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
};

describe("the install route", () => {
  it("sends the browser to Linear, with a state, a PKCE challenge and what the mode needs", async () => {
    const scene = await start({ mode: "agent-sessions" });
    const response = await scene.browser.open(scene.routes.install, installPage);
    const location = new URL(response.headers.get("location") ?? "");

    expect([response.status, location.origin + location.pathname]).toEqual([302, `${linear.url}/oauth/authorize`]);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: linear.app.clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "read,write,comments:create,issues:create,app:mentionable,app:assignable",
      actor: "app",
      state: expect.stringMatching(/^lin1\.[\w-]{43}\.[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
  });

  it("asks for the scopes and the prompt of the options", async () => {
    const { routes, browser } = await start({ scopes: ["read", "write"], prompt: "consent" });
    const response = await browser.open(routes.install, installPage);
    const { searchParams } = new URL(response.headers.get("location") ?? "");

    expect([searchParams.get("scope"), searchParams.get("prompt")]).toEqual(["read,write", "consent"]);
  });

  it.each([
    [redirectUri, "__Host-", "; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"],
    ["http://localhost:3000/oauth", "", "; Path=/oauth; Max-Age=600; HttpOnly; SameSite=Lax"],
  ])("binds the state to the browser with a cookie of the host of %s alone", async (address, prefix, attributes) => {
    const { routes } = await start({ redirectUri: address });
    const response = await routes.install(new Request(installPage));
    const cookies = response.headers.getSetCookie();

    expect(cookies.map((cookie) => cookie.slice(cookie.indexOf(";")))).toEqual([attributes]);
    expect(cookies[0]?.replace(prefix, "")).toMatch(/^linear_oauth_[\w-]{16}=[\w-]{43}\.[\w-]{43};/);
    expect(cookies[0]).toMatch(new RegExp(`^${prefix}linear`));
  });

  it.each(["POST", "HEAD"])("is for GET, not for %s", async (method) => {
    const { routes } = await start();
    const response = await routes.install(new Request(installPage, { method }));

    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  });

  it("tells the person, and the log, when the bot is not started", async () => {
    const { clientId, clientSecret } = linear.app;
    const { logger } = await start();
    const config = { clientId, clientSecret, webhookSecret: "secret", apiUrl: linear.apiUrl, logger };
    const { install: route } = createLinearAdapter(config).oauthRoutes({ redirectUri });
    const response = await route(new Request(installPage));

    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining("Something went wrong")]);
    expect(logger.at("error")).toEqual([expect.stringContaining("await bot.initialize()")]);
  });
});

describe("the callback route", () => {
  it("installs the app and shows that it did", async () => {
    const scene = await start();
    const response = await install(scene);

    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await response.text()).toContain("The app is installed in Linear.");
    expect(await stored(scene)).toMatchObject({
      organizationId: linear.organization.id,
      botUserId: linear.organization.appUserId,
      installedAt: expect.any(Number),
    });
    expect(scene.failures).toEqual([]);
  });

  it("leaves the code in no cache and no referrer, and takes the cookie away", async () => {
    const scene = await start();
    const response = await install(scene);

    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(scene.browser.cookiesFor("/linear/callback")).toBe("");
  });

  it("tells the bot before it answers, and again for a new installation, which replaces the old one", async () => {
    const installed: string[] = [];
    const scene = await start({
      on: (bot) => {
        bot.onInstalled(async ({ action, tenantId }) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          installed.push(`${action} ${tenantId}`);
        });
      },
    });
    await install(scene);
    const first = await stored(scene);
    await install(scene);

    expect(installed).toEqual([`add ${linear.organization.id}`, `add ${linear.organization.id}`]);
    expect(await stored(scene)).not.toEqual(first);
  });

  it("hands the installation to the host, whose response is the answer", async () => {
    const seen: unknown[] = [];
    const scene = await start({
      returnTo: "/never",
      onInstalled: ({ organizationId, returnTo }, request) => {
        seen.push([organizationId, returnTo, new URL(request.url).pathname]);
        return Response.redirect("https://bot.example.com/welcome", 303);
      },
    });
    const response = await install(scene, "?returnTo=/settings");

    expect(seen).toEqual([[linear.organization.id, "https://bot.example.com/settings", "/linear/callback"]]);
    expect([response.status, response.headers.get("location")]).toEqual([303, "https://bot.example.com/welcome"]);
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining("Max-Age=0")]);
  });

  it("serves two tabs of one browser", async () => {
    const scene = await start();
    const [first, second] = [await authorize(scene), await authorize(scene)];

    expect([(await comeBack(scene, second)).status, (await comeBack(scene, first)).status]).toEqual([200, 200]);
  });

  it("finishes what installUrl began", async () => {
    const scene = await start();
    const url = await scene.adapter.installUrl({ redirectUri, returnTo: "/settings" });
    const answer = await fetch(url, { redirect: "manual" });
    const response = await comeBack(scene, answer.headers.get("location") ?? "");

    expect(response.headers.get("location")).toBe("https://bot.example.com/settings");
  });
});

describe("returnTo", () => {
  it.each([
    ["/settings?tab=linear#top", "https://bot.example.com/settings?tab=linear#top"],
    ["https://bot.example.com/settings", "https://bot.example.com/settings"],
  ])("leads to %s", async (returnTo, location) => {
    const scene = await start({ returnTo: "/home" });
    const response = await install(scene, `?returnTo=${encodeURIComponent(returnTo)}`);

    expect([response.status, response.headers.get("location")]).toEqual([302, location]);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https://evil.example/",
    "https://bot.example.com.evil.example/",
    "https://bot.example.com@evil.example/",
    "http://bot.example.com/",
    "javascript:alert(1)",
    "data:text/html,hi",
    "settings",
    "",
  ])("never leads to %j", async (returnTo) => {
    const scene = await start({ returnTo: "/home" });
    const response = await install(scene, `?returnTo=${encodeURIComponent(returnTo)}`);

    expect(response.headers.get("location")).toBe("https://bot.example.com/home");
  });

  it("is refused in the options when it leads elsewhere", async () => {
    const { adapter } = await start();

    expect(() => adapter.oauthRoutes({ redirectUri, returnTo: "//evil.example" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", facts: { option: "returnTo" } }),
    );
    await expect(adapter.installUrl({ redirectUri, returnTo: "//evil.example" })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
  });
});

describe("a callback that is refused", () => {
  interface Refusal {
    status: number;
    page: string;
    code: string;
  }

  /** Comes back to `url`, and checks that nothing is stored and the page tells nothing. */
  async function refuse(scene: Scene, url: string): Promise<Refusal> {
    const response = await comeBack(scene, url);
    const page = /<h1>(.*)<\/h1>/.exec(await response.text())?.[1] ?? "";
    expect(await stored(scene)).toBeNull();
    const codes = scene.failures.map((error) => (error as { code?: string }).code ?? "");
    return { status: response.status, page, code: codes.join() };
  }

  const notValid = { status: 400, page: "This link is not valid", code: "OAUTH_STATE_INVALID" };

  it("was denied by the person", async () => {
    const scene = await start();
    linear.answerConsent({ denied: "access_denied" });

    expect(await refuse(scene, await authorize(scene))).toEqual({
      status: 403,
      page: "Not installed",
      code: "OAUTH_DENIED",
    });
  });

  it.each([
    ["no state", undefined],
    ["a state of somebody else", "state-1"],
    ["a state that looks like ours", `lin1.${"a".repeat(43)}.${"b".repeat(43)}`],
    ["a state that is cut short", "lin1."],
  ])("has %s", async (_what, state) => {
    const scene = await start();
    const url = new URL(await authorize(scene));
    url.searchParams.delete("state");
    const forged = state === undefined ? url.href : withParameter(url.href, "state", state);

    expect(await refuse(scene, forged)).toEqual(notValid);
    expect(linear.tokenRequests()).toEqual([]);
  });

  it("comes from another browser, which costs the right one nothing", async () => {
    const scene = await start();
    const url = await authorize(scene);

    expect(await refuse({ ...scene, browser: createBrowser() }, url)).toEqual(notValid);
    expect((await comeBack(scene, url)).status).toBe(200);
  });

  it("comes with the cookie of another state", async () => {
    const scene = await start();
    const [mine, other] = [createBrowser(), createBrowser()];
    const url = await authorize({ ...scene, browser: mine });
    await authorize({ ...scene, browser: other });
    const cookie = `${mine.cookiesFor("/linear/callback").split("=")[0]}=${other.cookiesFor("/linear/callback").split("=")[1]}`;
    const response = await scene.routes.callback(new Request(url, { headers: { cookie } }));

    expect(response.status).toBe(400);
    expect(await stored(scene)).toBeNull();
  });

  it("belongs to another redirect URI", async () => {
    const scene = await start();
    const routes = scene.adapter.oauthRoutes({ redirectUri: "https://bot.example.com/other" });
    const url = await authorize(scene);

    expect((await comeBack({ ...scene, routes }, url)).status).toBe(400);
    expect(await stored(scene)).toBeNull();
  });

  it("comes twice", async () => {
    const scene = await start();
    const url = await authorize(scene);
    const cookie = scene.browser.cookiesFor("/linear/callback");
    await comeBack(scene, url);
    await scene.adapter.deleteInstallation(linear.organization.id);
    const response = await scene.routes.callback(new Request(url, { headers: { cookie } }));

    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("used before")]);
    expect(scene.failures).toMatchObject([{ code: "OAUTH_STATE_USED" }]);
    expect(await stored(scene)).toBeNull();
  });

  it("comes twice at once: one of them wins", async () => {
    const scene = await start();
    const url = await authorize(scene);
    const request = (): Request =>
      new Request(url, { headers: { cookie: scene.browser.cookiesFor("/linear/callback") } });
    const responses = await Promise.all([scene.routes.callback(request()), scene.routes.callback(request())]);

    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(scene.failures).toMatchObject([{ code: "OAUTH_STATE_USED" }]);
    expect(linear.tokenRequests()).toMatchObject([{ status: 200 }]);
  });

  it("took longer than ten minutes", async () => {
    const scene = await start();
    const url = await authorize(scene);
    await world.clock.advance(10 * MINUTE_MS);

    expect(await refuse(scene, url)).toEqual({
      status: 400,
      page: "This link has expired",
      code: "OAUTH_STATE_EXPIRED",
    });
  });

  it("has a code that Linear does not know", async () => {
    const scene = await start();

    expect(await refuse(scene, withParameter(await authorize(scene), "code", "forged"))).toEqual({
      status: 400,
      page: "This link has expired",
      code: "OAUTH_CODE_REFUSED",
    });
  });

  it("brings a code that another authorization was given", async () => {
    const scene = await start();
    const foreign = new URL(await authorize(scene)).searchParams.get("code") ?? "";

    expect(await refuse(scene, withParameter(await authorize(scene), "code", foreign))).toMatchObject({
      code: "OAUTH_CODE_REFUSED",
    });
  });

  it("brings the tokens of a person", async () => {
    const scene = await start({ scopes: ["read", "write"] });
    const response = await scene.browser.open(scene.routes.install, installPage);
    const asPerson = withParameter(response.headers.get("location") ?? "", "actor", "user");
    const url = await scene.browser.consent(Response.redirect(asPerson));

    expect(await refuse(scene, url)).toEqual({ status: 403, page: "Not installed", code: "OAUTH_WRONG_ACTOR" });
  });

  it("brings fewer scopes than were asked for", async () => {
    const scene = await start({ mode: "agent-sessions" });
    const response = await scene.browser.open(scene.routes.install, installPage);
    const narrowed = withParameter(response.headers.get("location") ?? "", "scope", "read,write,app:mentionable");
    const url = await scene.browser.consent(Response.redirect(narrowed));

    expect(await refuse(scene, url)).toEqual({ status: 403, page: "Not installed", code: "OAUTH_SCOPES_MISSING" });
    expect(scene.failures).toMatchObject([{ facts: { scopes: ["app:assignable"] } }]);
  });

  it("comes while Linear's token endpoint is out of reach", async () => {
    const scene = await start();
    linear.injectFault({ on: "token", kind: "status", status: 503 });

    expect(await refuse(scene, await authorize(scene))).toEqual({
      status: 503,
      page: "Linear does not answer",
      code: "LINEAR_UNREACHABLE",
    });
  });

  it("comes while Linear limits the rate of requests", async () => {
    const scene = await start();
    linear.injectFault({ on: "token", kind: "rate-limited", retryAfterMs: 60_000 });

    expect(await refuse(scene, await authorize(scene))).toEqual({
      status: 503,
      page: "Linear does not answer",
      code: "RATE_LIMITED",
    });
  });

  it("has neither code nor error, which costs the state nothing", async () => {
    const scene = await start();
    const url = new URL(await authorize(scene));
    const state = url.searchParams.get("state") ?? "";

    expect(await refuse(scene, `${redirectUri}?state=${state}`)).toMatchObject({ code: "OAUTH_CALLBACK_INVALID" });
    expect((await comeBack(scene, url.href)).status).toBe(200);
  });

  it("is shown as the host wants it", async () => {
    const scene = await start({ onFailed: () => new Response("Sorry.", { status: 418 }) });
    const response = await comeBack(scene, `${redirectUri}?code=x&state=y`);

    expect([response.status, await response.text()]).toEqual([418, "Sorry."]);
  });

  it("is shown as ever when the host's onFailed throws", async () => {
    const scene = await start({
      onFailed: () => {
        throw new Error("no coffee");
      },
    });

    expect((await comeBack(scene, `${redirectUri}?code=x&state=y`)).status).toBe(400);
    expect(scene.logger.at("error")).toEqual([expect.stringContaining("no coffee")]);
  });
});

describe("the log of installations", () => {
  it("holds no state, code, verifier, cookie or token", async () => {
    const scene = await start();
    const kept = vi.spyOn(scene.state, "set");
    const url = await authorize(scene);
    const [verifier] = kept.mock.calls.map(([, value]) => (value as { codeVerifier?: string }).codeVerifier ?? "");
    const { searchParams } = new URL(url);
    const cookie = scene.browser.cookiesFor("/linear/callback").split("=")[1] ?? "none";
    await comeBack({ ...scene, browser: createBrowser() }, url);
    await comeBack(scene, url);
    await comeBack(scene, url);
    const { accessToken, refreshToken = "" } = (await scene.adapter.getInstallation(linear.organization.id)) ?? {
      accessToken: "",
    };
    const log = scene.logger.entries.map(({ text }) => text).join("\n");
    const secrets = [searchParams.get("state"), searchParams.get("code"), cookie, verifier, accessToken, refreshToken];

    expect(log).toContain("OAUTH_STATE_INVALID");
    expect(secrets.filter((secret) => !secret || log.includes(secret))).toEqual([]);
    expect(log).not.toContain(linear.app.clientSecret);
  });
});

describe("oauthRoutes and installUrl", () => {
  it("are for multi-tenant apps", async () => {
    const { adapter, close } = await startTestBot({ linear });
    onTestFinished(close);

    expect(() => adapter.oauthRoutes({ redirectUri })).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    await expect(adapter.installUrl({ redirectUri })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it.each(["", "bot.example.com/callback", "ftp://bot.example.com/callback"])(
    'need a redirect URI, which "%s" is not',
    async (address) => {
      const { adapter } = await start();
      const wrong = { code: "CONFIG_INVALID", facts: { option: "redirectUri" } };

      expect(() => adapter.oauthRoutes({ redirectUri: address })).toThrow(expect.objectContaining(wrong));
      await expect(adapter.installUrl({ redirectUri: address })).rejects.toMatchObject(wrong);
    },
  );

  it("refuse scopes that Linear does not have", async () => {
    const { adapter } = await start();

    await expect(adapter.installUrl({ redirectUri, scopes: ["offline_access"] })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
  });
});
