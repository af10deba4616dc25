// Covers: src/api/identity.ts

import { createLinearAdapter, type LinearAdapterConfig, type LinearInstallation } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fixture } from "../../fixtures/fixture.js";
import { setEnvironment, type TestEnvironment } from "../../support/environment.js";
import { startPlainBot, toInstallation } from "../../support/plain-bot.js";

let linear: LinearEmulator;

beforeAll(async () => {
  linear = await startLinearEmulator({ app: { events: ["Comment"] } });
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => linear.close());

describe("the bot's name", () => {
  const named = async (
    options: LinearAdapterConfig,
    environment: TestEnvironment = {},
  ): Promise<[string, string[]]> => {
    setEnvironment({ LINEAR_WEBHOOK_SECRET: "secret", LINEAR_API_URL: linear.apiUrl, ...environment });
    const mentions: string[] = [];
    const { adapter, deliver } = await startPlainBot(createLinearAdapter(options), {
      userName: "chatname",
      on: (bot) => {
        bot.onNewMention(async (_thread, message) => void mentions.push(message.text));
      },
    });
    const organizationId = linear.organization.id;
    const payload = fixture("comment-create-root-mention");
    for (const name of ["option", "environment", "helper", "chatname"]) {
      const data = { ...(payload.data as object), id: crypto.randomUUID(), body: `@${name} hi` };
      await deliver(linear.buildWebhook({ ...payload, organizationId, data }, { secret: "secret" }));
    }
    return [adapter.userName, mentions];
  };

  it("is that of the option", async () => {
    const options = { userName: "option", apiKey: linear.createApiKey() };

    expect(await named(options, { LINEAR_BOT_USERNAME: "environment" })).toEqual(["option", ["@option hi"]]);
  });

  it("is that of the environment", async () => {
    const options = { userName: undefined, apiKey: linear.createApiKey() };

    expect(await named(options, { LINEAR_BOT_USERNAME: "environment" })).toEqual(["environment", ["@environment hi"]]);
  });

  it("is the app user's own", async () => {
    expect(await named({ accessToken: linear.createAccessToken() })).toEqual(["helper", ["@helper hi"]]);
  });

  it("is the app user's own beside that of the option, since people pick it from Linear's list", async () => {
    const options = { userName: "option", accessToken: linear.createAccessToken() };

    expect(await named(options)).toEqual(["option", ["@option hi", "@helper hi"]]);
  });

  it.each([
    ["a person's API key", () => ({ apiKey: linear.createApiKey() })],
    ["a person's access token", () => ({ accessToken: linear.createAccessToken({ as: linear.bo }) })],
  ])("is the chat's with %s", async (_kind, options) => {
    expect(await named(options())).toEqual(["chatname", ["@chatname hi"]]);
  });

  it("is the app user's own in each organization", async () => {
    const other = linear.addOrganization();
    const { clientId, clientSecret } = linear.app;
    const { adapter } = await startPlainBot(
      createLinearAdapter({ clientId, clientSecret, apiUrl: linear.apiUrl, webhookSecret: "secret" }),
      { userName: "chatname" },
    );
    const installed = [linear.organization, other].map((organization) => linear.install({ organization }));
    const [acme, second] = installed.map((each, index) => ({
      ...toInstallation(each),
      appUserName: `helper-${index}`,
    }));
    await adapter.setInstallation(linear.organization.id, acme as LinearInstallation);
    await adapter.setInstallation(other.id, second as LinearInstallation);
    const name = (): string => adapter.userName;

    expect([
      await adapter.withInstallation(linear.organization.id, name),
      await adapter.withInstallation(other.id, name),
      name(),
    ]).toEqual(["helper-0", "helper-1", "chatname"]);
  });
});
