import { createRequire } from "node:module";
import type { LinearAdapter, LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { toInstallation } from "../support/plain-bot.js";
import { startTestBot, type TestBot } from "../support/test-bot.js";

const { LinearClient } = createRequire(import.meta.url)("@linear/sdk");

let linear: LinearEmulator;

beforeEach(async () => {
  linear = await startLinearEmulator();
});

afterEach(() => linear.close());

type Kind = (linear: LinearEmulator) => LinearAdapterConfig;

const apiKey: Kind = ({ createApiKey }) => ({ apiKey: createApiKey() });
const accessToken: Kind = ({ createAccessToken }) => ({ accessToken: createAccessToken() });
const clientCredentials: Kind = ({ app: { clientId, clientSecret } }) => ({
  clientCredentials: { clientId, clientSecret },
});
const app: Kind = ({ app: { clientId, clientSecret } }) => ({ clientId, clientSecret });

async function startBot(config: Kind): Promise<TestBot> {
  const bot = await startTestBot({ linear, config });
  onTestFinished(bot.close);
  const installation = toInstallation(linear.install());
  await bot.adapter.setInstallation(installation.organizationId, installation);
  return bot;
}

const inFirst = <Result>(adapter: LinearAdapter, work: () => Promise<Result>): Promise<Result> =>
  adapter.withInstallation(linear.organization.id, work);

const viewer = async ({ linearClient }: LinearAdapter): Promise<string> => {
  const { data } = await linearClient.client.rawRequest<{ viewer: { id: string } }, Record<string, never>>(
    "{ viewer { id } }",
  );
  return data?.viewer.id ?? "";
};

describe("the client of Linear's SDK", () => {
  it.each<[string, Kind, () => string]>([
    ["an API key", apiKey, () => linear.ada.id],
    ["an access token", accessToken, () => linear.organization.appUserId],
    ["client credentials", clientCredentials, () => linear.organization.appUserId],
    ["an installed app", app, () => linear.organization.appUserId],
  ])("is a LinearClient that is authenticated: %s", async (_kind, config, userId) => {
    const { adapter } = await startBot(config);
    const client = await inFirst(adapter, async () => adapter.linearClient);

    expect(client).toBeInstanceOf(LinearClient);
    expect(await inFirst(adapter, () => viewer(adapter))).toBe(userId());
  });

  it("has an older name", async () => {
    const { adapter } = await startBot(apiKey);

    expect(adapter.client).toBeInstanceOf(LinearClient);
  });

  it("reads and writes with the SDK's own methods", async () => {
    const { adapter } = await startBot(accessToken);
    const issue = linear.createIssue({ title: "Fix it" });
    await adapter.linearClient.createComment({ issueId: issue.id, body: "By the SDK" });

    expect(linear.comments({ issue })).toMatchObject([{ body: "By the SDK", userId: linear.organization.appUserId }]);
  });

  it.each<[string, Kind]>([
    ["client credentials", clientCredentials],
    ["an installed app", app],
  ])("outlives its token, with one request for another: %s", async (_kind, config) => {
    const { adapter } = await startBot(config);
    const client = await inFirst(adapter, async () => adapter.linearClient);
    const ask = (): Promise<unknown> => client.client.request("{ viewer { id } }", {});
    await ask();
    linear.clearRequests();
    linear.injectFault({ on: "graphql", kind: "unauthorized", times: 2 });

    expect(await Promise.all([ask(), ask()])).toEqual([
      { viewer: { id: linear.organization.appUserId } },
      { viewer: { id: linear.organization.appUserId } },
    ]);
    expect(linear.tokenRequests()).toMatchObject([{ status: 200 }]);
  });

  it("passes on Linear's refusal after one more try", async () => {
    const { adapter } = await startBot(clientCredentials);
    linear.injectFault({ on: "graphql", kind: "unauthorized", times: Number.POSITIVE_INFINITY });

    await expect(adapter.linearClient.user(linear.ada.id)).rejects.toMatchObject({ type: "AuthenticationError" });
    expect(linear.requests()).toMatchObject([{ status: 401 }, { status: 401 }]);
  });

  it("passes on other refusals as the SDK words them, without another try", async () => {
    const { adapter } = await startBot(accessToken);

    await expect(adapter.linearClient.issue("ENG-999")).rejects.toMatchObject({ type: "InvalidInput" });
    expect(linear.requests()).toHaveLength(1);
  });

  it("acts in the organization in whose scope it was got", async () => {
    const umbrella = linear.addOrganization();
    const { adapter } = await startBot(app);
    const installation = toInstallation(linear.install({ organization: umbrella }));
    await adapter.setInstallation(umbrella.id, installation);
    const kept = await adapter.withInstallation(umbrella.id, () => adapter.linearClient);

    expect([
      await inFirst(adapter, () => viewer(adapter)),
      await adapter.withInstallation(umbrella.id, () => viewer(adapter)),
      await inFirst(adapter, () => kept.client.request("{ viewer { id } }", {})),
    ]).toEqual([linear.organization.appUserId, umbrella.appUserId, { viewer: { id: umbrella.appUserId } }]);
  });

  it("is not given where the organization is unknown", async () => {
    const { adapter } = await startBot(app);

    expect(() => adapter.linearClient).toThrow(expect.objectContaining({ code: "ORGANIZATION_UNKNOWN" }));
  });
});
