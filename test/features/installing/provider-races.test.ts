import type { LinearInstallation, LinearInstallationProvider } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createComparingProvider, createProvider } from "../../installations/providers.js";
import { toInstallation } from "../../support/plain-bot.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";
import { type WatchedCalls, watchCalls } from "../../support/watched-calls.js";

let linear: LinearEmulator;
let id: string;
let rows: Map<string, string>;
let open: TestBot | undefined;

beforeEach(async () => {
  linear = await startLinearEmulator();
  id = linear.organization.id;
  rows = new Map();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  await linear.close();
});

async function startBot(installationProvider: LinearInstallationProvider): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  open = await startTestBot({ linear, config: () => ({ clientId, clientSecret, installationProvider }) });
  return open;
}

const install = (): LinearInstallation => toInstallation(linear.install());

describe("a provider that compares and sets", () => {
  let provider: WatchedCalls<LinearInstallationProvider>;

  /** A refresh has its new pair, and stands before it stores it. */
  async function startRefreshing(): Promise<{ bot: TestBot; goOn: () => Promise<unknown> }> {
    provider = watchCalls(createComparingProvider(rows));
    const bot = await startBot(provider.target);
    await bot.adapter.setInstallation(id, { ...install(), expiresAt: 0 });
    const pause = provider.pauseAt("compareAndSet");
    const refreshed = bot.adapter.withInstallation(id, () => bot.adapter.getUser(linear.ada.id));
    const outcome = refreshed.then(
      (user) => user?.userName,
      (error) => error.code,
    );
    await pause.reached;
    return {
      bot,
      goOn: () => {
        pause.goOn();
        return outcome;
      },
    };
  }

  it("keeps what the host's own code has deleted during a refresh deleted", async () => {
    const { bot, goOn } = await startRefreshing();
    rows.delete(id);

    expect([await goOn(), await bot.adapter.getInstallation(id)]).toEqual(["INSTALLATION_NOT_FOUND", null]);
  });

  it("keeps what the host's own code has stored during a refresh", async () => {
    const { bot, goOn } = await startRefreshing();
    const anew = install();
    rows.set(id, JSON.stringify(anew));

    expect([await goOn(), await bot.adapter.getInstallation(id)]).toEqual(["ada", anew]);
  });
});

describe("a provider without it", () => {
  it("loses nothing to calls of the adapter", async () => {
    const provider = watchCalls<LinearInstallationProvider>(createProvider(rows));
    const { adapter } = await startBot(provider.target);
    await adapter.setInstallation(id, { ...install(), expiresAt: 0 });
    const pause = provider.pauseAt("save");
    const refreshed = adapter.refreshInstallations();
    await pause.reached;
    const anew = install();
    const saved = adapter.setInstallation(id, anew);
    pause.goOn();
    await Promise.all([refreshed, saved]);

    expect(await adapter.getInstallation(id)).toEqual(anew);
  });
});
