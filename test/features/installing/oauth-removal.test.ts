import { createMemoryState } from "@chat-adapter/state-memory";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { toInstallation } from "../../support/plain-bot.js";
import { type BotOfTest, startTestBot, type TestBot } from "../../support/test-bot.js";
import { watchCalls } from "../../support/watched-calls.js";

const redirectUri = "https://bot.example.com/linear/callback";

let linear: LinearEmulator;
let organizationId: string;

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  organizationId = linear.organization.id;
});

afterEach(() => linear.close());

interface Options {
  apiUrl?: string;
  encryptionKey?: string;
  state?: TestBot["state"];
  on?: (bot: BotOfTest) => void;
}

async function startBot({ apiUrl, encryptionKey, ...options }: Options = {}): Promise<TestBot> {
  const { clientId, clientSecret } = linear.app;
  const config = { clientId, clientSecret, encryptionKey, ...(apiUrl && { apiUrl }) };
  const bot = await startTestBot({ linear, ...options, config: () => config });
  onTestFinished(bot.close);
  return bot;
}

async function install({ adapter }: TestBot): Promise<void> {
  const answer = await fetch(await adapter.installUrl({ redirectUri }), { redirect: "manual" });
  await adapter.handleOAuthCallback(new Request(answer.headers.get("location") ?? ""), { redirectUri });
}

/** Whether Linear still takes a token. */
async function isLive(accessToken: string): Promise<boolean> {
  const response = await fetch(linear.apiUrl, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query: "{ viewer { id } }" }),
  });
  return response.ok;
}

describe("deleteInstallation", () => {
  it("leaves the tokens alone unless it is told to revoke them", async () => {
    const { adapter } = await startBot();
    const installation = toInstallation(linear.install());
    await adapter.setInstallation(organizationId, installation);
    await adapter.deleteInstallation(organizationId);

    expect([await adapter.getInstallation(organizationId), await isLive(installation.accessToken)]).toEqual([
      null,
      true,
    ]);
  });

  it("ends both tokens at Linear with revoke", async () => {
    const { adapter } = await startBot();
    const installation = toInstallation(linear.install());
    await adapter.setInstallation(organizationId, installation);
    await adapter.deleteInstallation(organizationId, { revoke: true });

    expect([await adapter.getInstallation(organizationId), await isLive(installation.accessToken)]).toEqual([
      null,
      false,
    ]);
    await adapter.setInstallation(organizationId, { ...installation, expiresAt: Date.now() });
    await expect(adapter.withInstallation(organizationId, () => adapter.getUser(linear.ada.id))).rejects.toMatchObject({
      facts: { reason: "invalid_grant" },
    });
  });

  it("ends also the pair that a refresh has stored meanwhile", async () => {
    const watched = watchCalls(createMemoryState());
    const { adapter } = await startBot({ state: watched.target });
    const installation = { ...toInstallation(linear.install()), expiresAt: 0 };
    await adapter.setInstallation(organizationId, installation);
    const refreshStores = watched.pauseAt("acquireLock", `linear:installation-lock:${organizationId}`);
    const refreshed = adapter.refreshInstallation(installation);
    await refreshStores.reached;
    const deletes = watched.pauseAt("acquireLock", `linear:installation-lock:${organizationId}`);
    const deleted = adapter.deleteInstallation(organizationId, { revoke: true });
    await deletes.reached;
    refreshStores.goOn();
    const { accessToken } = await refreshed;
    deletes.goOn();
    await deleted;

    expect([accessToken === installation.accessToken, await isLive(accessToken)]).toEqual([false, false]);
    expect(await adapter.getInstallation(organizationId)).toBeNull();
  });

  it("does not mind tokens that are dead, nor that there is nothing to delete", async () => {
    const { adapter } = await startBot();
    const installation = toInstallation(linear.install());
    linear.revokeToken(installation.accessToken);
    await adapter.setInstallation(organizationId, installation);
    await adapter.deleteInstallation(organizationId, { revoke: true });
    await adapter.deleteInstallation(organizationId, { revoke: true });

    expect(await adapter.getInstallation(organizationId)).toBeNull();
  });

  it("says that Linear was out of reach, and deletes all the same", async () => {
    const { adapter } = await startBot({ apiUrl: "http://127.0.0.1:9/graphql" });
    await adapter.setInstallation(organizationId, toInstallation(linear.install()));

    await expect(adapter.deleteInstallation(organizationId, { revoke: true })).rejects.toMatchObject({
      code: "LINEAR_UNREACHABLE",
    });
    expect(await adapter.getInstallation(organizationId)).toBeNull();
  });

  it("leaves an installation as it is that no key opens, since its tokens cannot be revoked", async () => {
    const first = await startBot({ encryptionKey: hexKey("4e") });
    const installation = toInstallation(linear.install());
    await first.adapter.setInstallation(organizationId, installation);
    const other = await startBot({ encryptionKey: hexKey("5f"), state: first.state });

    await expect(other.adapter.deleteInstallation(organizationId, { revoke: true })).rejects.toMatchObject({
      code: "INSTALLATION_UNREADABLE",
    });
    expect(await first.adapter.getInstallation(organizationId)).toEqual(installation);
  });
});

describe("an organization that uninstalls the app", () => {
  const uninstalled: string[] = [];
  const listening = (bot: BotOfTest): void => {
    bot.onUninstalled(async ({ action, tenantId }) => void uninstalled.push(`${action} ${tenantId}`));
  };
  beforeEach(() => void uninstalled.splice(0));

  it("loses its installation, and the bot is told", async () => {
    const bot = await startBot({ on: listening });
    await install(bot);
    await linear.uninstall();
    await bot.settled();

    expect(await bot.adapter.getInstallation(organizationId)).toBeNull();
    expect(uninstalled).toEqual([`remove ${organizationId}`]);
  });

  it("keeps its new installation when the news of the old one's end comes late", async () => {
    const bot = await startBot({ on: listening });
    await install(bot);
    linear.injectFault({ on: "webhook-delivery", kind: "drop-before" });
    await linear.uninstall();
    await linear.settled();
    await install(bot);
    const [delivery] = linear.deliveries();
    const status = delivery && (await linear.redeliver(delivery));
    await bot.settled();

    expect(status).toBe(200);
    expect(await bot.adapter.getInstallation(organizationId)).toMatchObject({ organizationId });
    expect(uninstalled).toEqual([]);
  });

  it("loses an installation that does not say when it was made", async () => {
    const bot = await startBot({ on: listening });
    await bot.adapter.setInstallation(organizationId, toInstallation(linear.install()));
    await linear.uninstall();
    await bot.settled();

    expect(await bot.adapter.getInstallation(organizationId)).toBeNull();
    expect(uninstalled).toEqual([`remove ${organizationId}`]);
  });
});
