import type { Issue } from "@linear/sdk";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../support/listen.js";
import { toInstallation } from "../support/plain-bot.js";
import { type BotOfTest, startTestBot, type TestBot } from "../support/test-bot.js";

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

async function startBot(config: Kind, on?: (bot: BotOfTest) => void): Promise<TestBot> {
  const bot = await startTestBot({ linear, config, ...(on && { on }) });
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
  ])("is authenticated: %s", async (_kind, config, userId) => {
    const { adapter } = await startBot(config);

    expect(await inFirst(adapter, () => viewer(adapter))).toBe(userId());
  });

  it("has an older name", async () => {
    const { adapter } = await startBot(apiKey);

    expect(adapter.client).toBe(adapter.linearClient);
  });

  it("is the same in handlers as outside of them", async () => {
    const seen: unknown[] = [];
    const { adapter, settled } = await startBot(accessToken, (bot) => {
      bot.onNewMention(async () => void seen.push(adapter.linearClient));
    });
    await linear.mention({ issue: linear.createIssue(), text: "hello" });
    await settled();

    expect(seen).toEqual([expect.any(Object)]);
    expect(seen[0]).toBe(adapter.linearClient);
  });

  it("reads and writes with the SDK's own methods", async () => {
    const { adapter } = await startBot(accessToken);
    const issue = linear.createIssue({ title: "Fix it" });
    await adapter.linearClient.createComment({ issueId: issue.id, body: "By the SDK" });

    expect(linear.comments({ issue })).toMatchObject([{ body: "By the SDK", userId: linear.organization.appUserId }]);
  });

  it("gives what the SDK has as a getter, and follows its pages", async () => {
    const { adapter } = await startBot(apiKey);
    const client = adapter.linearClient;
    const issue = linear.createIssue();
    await linear.comment({ issue, body: "First" });
    await linear.comment({ issue, body: "Second" });
    const [viewer, { identifier }] = await Promise.all([client.viewer, client.issue(issue.id)]);
    const page = async (variables: object): ReturnType<Issue["comments"]> =>
      await (await client.issue(identifier)).comments(variables);
    const all = await client.paginate(page, { first: 1 });

    expect([viewer.id, all.map(({ body }) => body).sort()]).toEqual([linear.ada.id, ["First", "Second"]]);
  });

  it("sends the headers that were set before its first call", async () => {
    const { adapter } = await startBot(apiKey);
    const { client } = adapter.linearClient;
    const set = client.setHeader("public-file-urls-expire-in", "60");
    await client.request("{ viewer { id } }", {});

    expect(set).toBe(client);
    expect(linear.requests()).toHaveLength(1);
  });

  it("can be given away by an async function, printed and tried for what it has not", async () => {
    const { adapter } = await startBot(apiKey);
    const client: object = await (async () => adapter.linearClient)();
    const absent: unknown = Reflect.get(client, "isue");

    expect([client === adapter.linearClient, JSON.stringify(Object.keys(client))]).toEqual([
      true,
      '["client","options"]',
    ]);
    await expect(Reflect.apply(Function.prototype.call, absent, [])).rejects.toThrow(
      '"isue" of the client is not a method',
    );
  });

  it.each([301, 302, 303, 307, 308])("does not carry what is written to another host, by HTTP %i", async (status) => {
    const seen: string[] = [];
    const other = await listen((incoming, outgoing) => void outgoing.end(String(seen.push(incoming.url ?? ""))));
    const gate = await listen((_incoming, outgoing) => outgoing.writeHead(status, { location: other }).end());
    const moved = createLinearAdapter({ apiKey: "lin_api_moved", webhookSecret: "s", apiUrl: `${gate}/graphql` });

    await expect(moved.linearClient.createComment({ issueId: "i", body: "By the SDK" })).rejects.toMatchObject({
      status,
    });
    expect(seen).toEqual([]);
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
