// Covers: src/inbound/handlers/app-revoked.ts

import type { UninstalledEvent } from "chat";
import type { LinearAdapterConfig, LinearInstallation } from "chat-adapter-linear";
import {
  type EmulatedInstallation,
  type EmulatedOrganization,
  type LinearEmulator,
  startLinearEmulator,
} from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hexKey } from "../../installations/fixtures.js";
import { createBreakableState } from "../../support/breakable-state.js";
import { answerTo, deliver, toRequest } from "../../support/deliver.js";
import { newComment, recorded } from "../../support/recorded.js";
import { clientCredentials, startTestBot, type TestBot, type TestBotOptions } from "../../support/test-bot.js";
import { createTestWorld } from "../../support/test-world.js";

let linear: LinearEmulator;
let globex: EmulatedOrganization;
let open: TestBot | undefined;
let uninstalled: UninstalledEvent[];
let heard: string[];

beforeEach(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
  globex = linear.addOrganization({ name: "Globex" });
  uninstalled = [];
  heard = [];
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  await linear.close();
});

const multiTenant = (): LinearAdapterConfig => ({
  clientId: linear.app.clientId,
  clientSecret: linear.app.clientSecret,
  encryptionKey: hexKey("4e"),
});

const toInstallation = (installed: EmulatedInstallation): LinearInstallation => ({
  accessToken: installed.accessToken,
  refreshToken: installed.refreshToken,
  botUserId: installed.appUserId,
  organizationId: installed.organizationId,
  expiresAt: Date.now() + installed.expiresIn * 1_000,
});

/** A bot that is installed in both organizations. */
async function startBot(
  config: () => LinearAdapterConfig = multiTenant,
  options: Pick<TestBotOptions, "state" | "world"> = {},
): Promise<TestBot> {
  const bot = await startTestBot({
    linear,
    config,
    ...options,
    on: (chat) => {
      chat.onUninstalled(async (event) => void uninstalled.push(event));
      chat.onNewMention(async (_, message) => void heard.push(message.text));
    },
  });
  open = bot;
  const installations = [linear.install(), linear.install({ organization: globex })].map(toInstallation);
  await Promise.all(installations.map((installed) => bot.adapter.setInstallation(installed.organizationId, installed)));
  return bot;
}

describe("an organization that uninstalls the app", () => {
  it("loses its installation, the bot hears of it, and the others stay", async () => {
    const bot = await startBot();

    await linear.uninstall();
    await bot.settled();

    const { id } = linear.organization;
    expect(await bot.adapter.getInstallation(id)).toBeNull();
    expect(await bot.adapter.getInstallation(globex.id)).toMatchObject({ organizationId: globex.id });
    expect(uninstalled.map(({ adapter, ...event }) => [adapter === bot.adapter, event])).toEqual([
      [
        true,
        {
          action: "remove",
          conversationId: id,
          id: expect.stringContaining(id),
          tenantId: id,
          raw: expect.objectContaining({ kind: "app.revoked", organizationId: id, oauthClientId: linear.app.clientId }),
        },
      ],
    ]);
  });

  it("is not heard any more, and the others are", async () => {
    const bot = await startBot();
    await linear.uninstall();
    await bot.settled();

    const status = await deliver(bot, linear.buildWebhook(newComment(linear)));
    await linear.mention({ issue: linear.createIssue({ organization: globex }), text: "hello" });
    await bot.settled();

    expect([status, heard]).toEqual([200, ["@helper hello"]]);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("has not installed the app")]);
  });

  it("is told of once, though Linear says it again", async () => {
    const bot = await startBot();
    await linear.uninstall();
    await bot.settled();

    const delivery = linear.deliveries().find(({ type }) => type === "OAuthApp");
    const status = delivery && (await linear.redeliver(delivery));
    await bot.settled();

    expect([status, uninstalled.length]).toEqual([200, 1]);
  });

  it("is told of also when its installation cannot be deleted", async () => {
    const { state, breakDown, repair } = createBreakableState();
    const world = createTestWorld();
    const bot = await startBot(multiTenant, { state, world });
    const createdAt = new Date(Date.now() + 600_000).toISOString();
    const revoked = { ...recorded("oauth-app-revoked", linear), createdAt };

    const { status, tasks } = await answerTo(bot, toRequest(linear.buildWebhook(revoked)));
    breakDown();
    await world.clock.passUntil(Promise.all(tasks));
    repair();

    expect([status, uninstalled.length]).toEqual([200, 1]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("The state is out of reach")]);
  });

  it("is told of with client credentials as well", async () => {
    const bot = await startBot(() => clientCredentials(linear));

    await linear.uninstall();
    await bot.settled();

    expect(uninstalled.map(({ tenantId }) => tenantId)).toEqual([linear.organization.id]);
  });
});

describe("an organization that uninstalls another app", () => {
  it.each<[string, (linear: LinearEmulator) => LinearAdapterConfig]>([
    ["of its own client", multiTenant],
    ["with an API key, which has no client", () => ({ apiKey: linear.createApiKey() })],
  ])("keeps the installation: an adapter %s", async (_, config) => {
    const bot = await startBot(() => config(linear));
    const other = { ...recorded("oauth-app-revoked", linear), oauthClientId: "another-client" };

    const status = await deliver(bot, linear.buildWebhook(other));

    expect([status, uninstalled]).toEqual([200, []]);
    expect(await bot.adapter.getInstallation(linear.organization.id)).not.toBeNull();
  });
});
