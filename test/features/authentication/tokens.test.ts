import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter } from "chat";
import {
  createLinearAdapter,
  type InstallationBrokenEvent,
  type LinearAdapter,
  type LinearAdapterConfig,
  type LinearInstallation,
  type LinearInstallationProvider,
} from "chat-adapter-linear";
import { type EmulatedOrganization, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";
import { startTestBot } from "../../support/test-bot.js";

// For machines that have much else to do.
const PATIENCE = { timeout: 10_000, interval: 10 };

let linear: LinearEmulator;
let acme: EmulatedOrganization;
let state: StateAdapter;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  acme = linear.organization;
  state = createMemoryState();
  await state.connect();
});

afterEach(() => linear.close());

const appOf = (): { clientId: string; clientSecret: string } => {
  const { clientId, clientSecret } = linear.app;
  return { clientId, clientSecret };
};

/** A process of the bot. */
async function start(config: LinearAdapterConfig, own: StateAdapter = state): Promise<LinearAdapter> {
  const { webhookSecret } = linear.app;
  const adapter = createLinearAdapter({ apiUrl: linear.apiUrl, webhookSecret, ...config } as LinearAdapterConfig);
  await startPlainBot(adapter, { state: own });
  return adapter;
}

/** Calls Linear for the first organization. */
const call = (adapter: LinearAdapter): Promise<string | undefined> =>
  adapter.withInstallation(acme.id, async () => (await adapter.getUser(linear.ada.id))?.userName);
const codeOf = (error: { code?: unknown }): unknown => error.code;
const grants = (): unknown[] => linear.tokenRequests().map(({ grant, status }) => [grant, status]);

/** The first organization installs the app, of which the access token has expired since. */
async function installExpired(adapter: LinearAdapter): Promise<LinearInstallation> {
  const issued = toInstallation(linear.install());
  linear.expireToken(issued.accessToken);
  const installation = { ...issued, expiresAt: Date.now() - 1_000 };
  await adapter.setInstallation(acme.id, installation);
  return installation;
}

describe("client credentials", () => {
  it("take one token for all processes that share the state", async () => {
    const clientCredentials = appOf();
    const fleet = await Promise.all(Array.from({ length: 4 }, () => start({ clientCredentials })));

    expect(await Promise.all(fleet.map(call))).toEqual(["ada", "ada", "ada", "ada"]);
    expect(await call(await start({ clientCredentials }))).toBe("ada");
    expect(grants()).toEqual([["client_credentials", 200]]);
  });

  it("let a bot start while Linear cannot be reached, and work once it can", async () => {
    linear.injectFault({ on: "token", kind: "status", status: 503, times: 3 });
    const adapter = await start({ clientCredentials: appOf() });

    expect([await call(adapter).catch(codeOf), await call(adapter)]).toEqual(["LINEAR_UNREACHABLE", "ada"]);
  });
});

describe("a refresh", () => {
  it("is recovered by the next process when one dies between Linear's answer and the save", async () => {
    const dying = Object.create(state) as StateAdapter;
    const adapter = await start(appOf(), dying);
    const installation = await installExpired(adapter);
    const death = async (): Promise<never> => {
      throw new Error("killed");
    };
    dying.set = death;
    dying.releaseLock = death;
    await call(adapter).catch(codeOf);
    // As their end of life does.
    await state.forceReleaseLock(`linear:refresh:${acme.id}`);
    await state.forceReleaseLock(`linear:installation-lock:${acme.id}`);
    const next = await start(appOf());

    expect(await next.getInstallation(acme.id)).toEqual(installation);
    expect([await call(next), grants()]).toEqual([
      "ada",
      [
        ["refresh_token", 200],
        ["refresh_token", 200],
      ],
    ]);
    expect((await next.getInstallation(acme.id))?.refreshToken).not.toBe(installation.refreshToken);
  });

  it("whose answer is lost is recovered at once", async () => {
    const adapter = await start(appOf());
    await installExpired(adapter);
    linear.injectFault({ on: "token", kind: "drop-after" });

    expect(await call(adapter)).toBe("ada");
  });
});

describe("an installation whose refresh token is dead", () => {
  it("is reported once by all processes, and heals when the organization installs the app again", async () => {
    const events: InstallationBrokenEvent[] = [];
    const config = { ...appOf(), onInstallationBroken: (event: InstallationBrokenEvent) => void events.push(event) };
    const [first, second] = [await start(config), await start(config)];
    const installation = await installExpired(first);
    linear.revokeToken(installation.refreshToken ?? "");
    const codes = await Promise.all([first, second, first, second].map((each) => call(each).catch(codeOf)));
    const later = await call(await start(config)).catch(codeOf);
    await first.setInstallation(acme.id, toInstallation(linear.install()));

    expect([new Set(codes), later, await call(second)]).toEqual([
      new Set(["TOKEN_REQUEST_FAILED"]),
      "TOKEN_REQUEST_FAILED",
      "ada",
    ]);
    expect(events).toEqual([
      {
        organizationId: acme.id,
        code: "TOKEN_REQUEST_FAILED",
        reason: "invalid_grant",
        brokenSince: expect.any(Number),
      },
    ]);
    expect(grants()).toEqual([["refresh_token", 400]]);
  });

  it("fails the same when the callback fails", async () => {
    const adapter = await start({
      ...appOf(),
      onInstallationBroken: () => {
        throw new Error("no mail today");
      },
    });
    const installation = await installExpired(adapter);
    linear.revokeToken(installation.refreshToken ?? "");

    await expect(call(adapter)).rejects.toMatchObject({ code: "TOKEN_REQUEST_FAILED" });
    expect(await adapter.getInstallation(acme.id)).toEqual({ ...installation, brokenSince: expect.any(Number) });
  });

  it("is not called broken for a wrong client secret", async () => {
    const events: InstallationBrokenEvent[] = [];
    const onInstallationBroken = (event: InstallationBrokenEvent): void => void events.push(event);
    const adapter = await start({ ...appOf(), clientSecret: "wrong", onInstallationBroken });
    await installExpired(adapter);

    await expect(call(adapter)).rejects.toMatchObject({ facts: { reason: "invalid_client" } });
    expect([events, await call(await start(appOf()))]).toEqual([[], "ada"]);
  });
});

describe("an installationProvider", () => {
  it("keeps the installations in place of the state, and gets each new pair", async () => {
    const rows = new Map<string, LinearInstallation>();
    const installationProvider: LinearInstallationProvider = {
      get: async (organizationId) => rows.get(organizationId),
      save: async (installation) => void rows.set(installation.organizationId, installation),
      delete: async (organizationId) => void rows.delete(organizationId),
    };
    const fleet = [
      await start({ ...appOf(), installationProvider }),
      await start({ ...appOf(), installationProvider }),
    ];
    const [adapter = expect.fail("nothing started")] = fleet;
    const installation = await installExpired(adapter);

    expect(await Promise.all(fleet.map(call))).toEqual(["ada", "ada"]);
    expect([grants(), await state.get(`linear:installation:${acme.id}`)]).toEqual([[["refresh_token", 200]], null]);
    expect(rows.get(acme.id)?.refreshToken).not.toBe(installation.refreshToken);
    await adapter.deleteInstallation(acme.id);
    expect(rows.size).toBe(0);
  });
});

it("a function that serves several workspaces is told the organization of a thread that the bot has seen", async () => {
  const umbrella = linear.addOrganization({ name: "Umbrella" });
  const tokens = new Map([acme, umbrella].map(({ id }) => [id, linear.createAccessToken({ organization: id })]));
  const seen: string[] = [];
  const bot = await startTestBot({
    linear,
    config: () => ({ accessToken: (organizationId = "") => tokens.get(organizationId) ?? "unknown" }),
    on: (chat) => chat.onNewMention(async (thread) => void seen.push(thread.id)),
  });
  onTestFinished(bot.close);
  const issue = linear.createIssue({ organization: umbrella });
  await linear.mention({ issue, text: "remind me", by: umbrella.people[0] ?? expect.fail("nobody is there") });
  await bot.settled();
  await expect.poll(() => seen, PATIENCE).toHaveLength(1);
  // As a job does, outside of any event.
  await bot.bot.thread(seen[0] ?? "").post("Any news?");

  expect(linear.comments({ issue }).map(({ body }) => body)).toContain("Any news?");
});
