// Covers: src/inbound/handlers/app-revoked.ts

import { createMemoryState } from "@chat-adapter/state-memory";
import type { StateAdapter, UninstalledEvent } from "chat";
import type { LinearAdapterConfig, LinearInstallation } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../src/util/clock.js";
import type { World } from "../../../src/util/world.js";
import { hexKey } from "../../installations/fixtures.js";
import { deliver } from "../../support/deliver.js";
import { toInstallation } from "../../support/plain-bot.js";
import { recorded } from "../../support/recorded.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";
import { watchCalls } from "../../support/watched-calls.js";

const HOUR_MS = 60 * 60 * 1_000;
const redirectUri = "https://bot.example.com/linear/callback";

let linear: LinearEmulator;
let state: StateAdapter;
let id: string;
let uninstalled: UninstalledEvent[];

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  state = createMemoryState();
  id = linear.organization.id;
  uninstalled = [];
});
afterEach(() => linear.close());

async function startBot(options: Partial<LinearAdapterConfig> = {}, world: Partial<World> = {}): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const bot = await startTestBot({
    linear,
    state,
    world,
    config: () => ({ clientId, clientSecret, ...options }) as LinearAdapterConfig,
    on: (chat) => chat.onUninstalled(async (event) => void uninstalled.push(event)),
  });
  onTestFinished(bot.close);
  return bot;
}

const install = (): LinearInstallation => toInstallation(linear.install());

/** A record as `@chat-adapter/linear` leaves it: no time, no name. */
async function storeOldRecord(changes: Partial<LinearInstallation> = {}): Promise<LinearInstallation> {
  const { scopes: _, ...record } = { ...install(), ...changes };
  await state.connect();
  await state.set(`linear:installation:${id}`, record);
  return record;
}

/** Linear's news of an uninstallation that happened `agoMs` before now. */
const revokedBefore = (agoMs: number) => {
  const createdAt = new Date(Date.now() - agoMs).toISOString();
  return linear.buildWebhook({ ...recorded("oauth-app-revoked", linear), createdAt });
};

/** Ends the tokens in Linear; what it sends about that is lost on the way. */
async function endTokens(): Promise<void> {
  linear.injectFault({ on: "webhook-delivery", kind: "drop-before", times: Number.POSITIVE_INFINITY });
  await linear.uninstall();
}

const worldThatIs = (offMs: number): Partial<World> => ({
  clock: { ...systemClock, now: () => new Date(Date.now() + offMs) },
});

async function installByOAuth({ adapter }: TestBot): Promise<void> {
  const answer = await fetch(await adapter.installUrl({ redirectUri }), { redirect: "manual" });
  await adapter.handleOAuthCallback(new Request(answer.headers.get("location") ?? ""), { redirectUri });
}

describe("a revocation that comes six hours late", () => {
  it("does not delete what a host has stored since, without a time", async () => {
    const bot = await startBot();
    const installation = install();
    await bot.adapter.setInstallation(id, installation);

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect([await bot.adapter.getInstallation(id), uninstalled, linear.requests()]).toEqual([installation, [], []]);
  });

  it("does not delete a record of @chat-adapter/linear whose tokens live", async () => {
    const record = await storeOldRecord();
    const bot = await startBot();

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect([await bot.adapter.getInstallation(id), uninstalled]).toEqual([record, []]);
  });

  it("does not delete such a record that was read before it came, and asks nobody", async () => {
    const record = await storeOldRecord();
    const bot = await startBot();
    await bot.adapter.getInstallation(id);

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect([await bot.adapter.getInstallation(id), linear.requests(), linear.tokenRequests()]).toEqual([
      record,
      [],
      [],
    ]);
  });

  it("deletes a record of @chat-adapter/linear whose tokens are dead, and reports no broken installation", async () => {
    await storeOldRecord();
    await endTokens();
    const broken: unknown[] = [];
    const bot = await startBot({ onInstallationBroken: (event) => void broken.push(event) });

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect([await bot.adapter.getInstallation(id), uninstalled.length, broken]).toEqual([null, 1, []]);
  });

  it("renews a record whose access token has ended, and leaves it", async () => {
    const record = await storeOldRecord();
    linear.expireToken(record.accessToken);
    const bot = await startBot();

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect(await bot.adapter.getInstallation(id)).toMatchObject({
      accessToken: expect.not.stringContaining(record.accessToken),
    });
    expect(linear.tokenRequests()).toMatchObject([{ grant: "refresh_token", status: 200 }]);
  });

  it("deletes a record without a refresh token whose access token is dead", async () => {
    await storeOldRecord({ refreshToken: undefined });
    await endTokens();
    const bot = await startBot();

    expect(await deliver(bot, revokedBefore(6 * HOUR_MS))).toBe(200);
    expect(await bot.adapter.getInstallation(id)).toBeNull();
  });

  it("is put off while Linear cannot be asked, so that it comes again", async () => {
    const record = await storeOldRecord();
    linear.injectFault({ on: "graphql", kind: "status", status: 500, times: Number.POSITIVE_INFINITY });
    const world = createTestWorld();
    const bot = await startBot({}, world);

    expect(await world.clock.passUntil(deliver(bot, revokedBefore(6 * HOUR_MS)))).toBe(503);
    expect([await bot.adapter.getInstallation(id), uninstalled]).toEqual([record, []]);
  });
});

describe("with clocks that differ", () => {
  it.each([
    ["ahead", 30_000],
    ["behind", -30_000],
  ])("a true revocation right after the installation counts: ours is 30 s %s", async (_case, offMs) => {
    const bot = await startBot({}, worldThatIs(offMs));
    await installByOAuth(bot);
    await linear.uninstall();
    await bot.settled();

    expect([await bot.adapter.getInstallation(id), uninstalled.length]).toEqual([null, 1]);
  });

  it.each([
    ["ahead", 30_000],
    ["behind", -30_000],
  ])("one of before the app was installed again does not: ours is 30 s %s", async (_case, offMs) => {
    const bot = await startBot({}, worldThatIs(offMs));
    await installByOAuth(bot);

    expect(await deliver(bot, revokedBefore(5_000))).toBe(200);
    expect([await bot.adapter.getInstallation(id), uninstalled]).toEqual([
      expect.objectContaining({ organizationId: id }),
      [],
    ]);
  });
});

describe("a revocation that is true", () => {
  it("is believed at once where the times tell, and Linear is not asked", async () => {
    const bot = await startBot();
    await bot.adapter.setInstallation(id, { ...install(), installedAt: Date.now() - HOUR_MS });
    linear.clearRequests();
    await linear.uninstall();
    await bot.settled();

    expect([await bot.adapter.getInstallation(id), linear.requests(), linear.tokenRequests()]).toEqual([null, [], []]);
  });

  it("does not delete what is installed while it is handled", async () => {
    const watched = watchCalls(state);
    state = watched.target;
    const bot = await startBot();
    await bot.adapter.setInstallation(id, { ...install(), installedAt: Date.now() - HOUR_MS });
    const pause = watched.pauseAt("acquireLock", `linear:installation-lock:${id}`);
    const handled = deliver(bot, revokedBefore(0));
    await pause.reached;
    const anew = { ...install(), installedAt: Date.now() };
    await bot.adapter.setInstallation(id, anew);
    pause.goOn();

    expect([await handled, await bot.adapter.getInstallation(id)]).toEqual([200, anew]);
  });

  it("is told also of a record that no key opens, which stays", async () => {
    await (await startBot({ encryptionKey: hexKey("0d") })).adapter.setInstallation(id, install());
    const record = await state.get(`linear:installation:${id}`);
    const bot = await startBot({ encryptionKey: hexKey("4e") });

    expect(await deliver(bot, revokedBefore(0))).toBe(200);
    expect([await state.get(`linear:installation:${id}`), uninstalled.length]).toEqual([record, 1]);
  });
});
