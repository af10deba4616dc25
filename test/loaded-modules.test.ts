import { pathToFileURL } from "node:url";
import { type LinearEmulator, type SignedWebhook, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixture } from "./fixtures/fixture.js";
import { hexKey } from "./installations/fixtures.js";
import { listLoadedModules } from "./support/guards/loaded-modules.js";
import { absolute } from "./support/guards/repository.js";
import { toInstallation } from "./support/plain-bot.js";
import { isServerInstalled, serverUrl } from "./support/stores.js";

const SLOW_MS = 60_000;

let linear: LinearEmulator;

beforeEach(async () => {
  linear = await startLinearEmulator();
});

afterEach(() => linear.close());

interface Program {
  encryptionKey?: string;
  /** What the comment says. */
  body?: string;
  /** What the program does after it has answered the webhook; `adapter` and `organizationId` are there. */
  then?: string;
}

/** The libraries of ours that a bot loads which answers one webhook in an organization that has installed it. */
async function loadedBy({ encryptionKey, body = "plain text", then = "" }: Program): Promise<string[]> {
  const { id: organizationId } = linear.organization;
  const comment = fixture("comment-create-root-mention");
  const payload = { ...comment, data: Object.assign({}, comment.data, { body }), organizationId };
  const webhook: SignedWebhook = linear.buildWebhook(payload);
  const { clientId, clientSecret, webhookSecret } = linear.app;
  const options = { clientId, clientSecret, webhookSecret, apiUrl: linear.apiUrl, encryptionKey };
  const loaded = await listLoadedModules(`
    const { register: registerTypeScript } = await import("tsx/esm/api");
    registerTypeScript();
    const { createLinearAdapter } = await import(${JSON.stringify(pathToFileURL(absolute("src/index.ts")).href)});
    const { Chat } = await import("chat");
    const { createMemoryState } = await import("@chat-adapter/state-memory");
    const adapter = createLinearAdapter(${JSON.stringify(options)});
    const bot = new Chat({ userName: "helper", adapters: { linear: adapter }, state: createMemoryState(), logger: "silent" });
    const messages = [];
    bot.onNewMessage(/./, async (thread, message) => void messages.push(message));
    await bot.initialize();
    const organizationId = ${JSON.stringify(organizationId)};
    await adapter.setInstallation(organizationId, ${JSON.stringify(toInstallation(linear.install()))});
    const tasks = [];
    const request = new Request("https://bot.test/", { method: "POST", ...${JSON.stringify(webhook)} });
    const { status } = await bot.webhooks.linear(request, { waitUntil: (task) => void tasks.push(task) });
    await Promise.all(tasks);
    if (status !== 200 || messages.length !== 1) throw new Error(status + " " + messages.length);
    ${then}
  `);
  const names = loaded.map(
    (url) => /\/node_modules\/(@linear\/sdk|@noble\/ciphers|graphql|markdown-it)\//.exec(url)?.[1],
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The libraries that a gateway loads which stores one webhook in the inbox that `inbox` makes. */
async function loadedByGateway(inbox: string): Promise<string[]> {
  const webhook: SignedWebhook = linear.buildWebhook({ ...fixture("comment-create-root-mention") });
  const loaded = await listLoadedModules(`
    const { register: registerTypeScript } = await import("tsx/esm/api");
    registerTypeScript();
    const entry = await import(${JSON.stringify(pathToFileURL(absolute("src/inbox.ts")).href)});
    const inbox = entry.${inbox};
    const gateway = entry.createLinearGateway({ webhookSecret: ${JSON.stringify(linear.app.webhookSecret)}, inbox });
    const request = new Request("https://bot.test/", { method: "POST", ...${JSON.stringify(webhook)} });
    const { status } = await gateway(request);
    if (status !== 200) throw new Error(String(status));
    await inbox.close();
  `);
  const names = loaded.map((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? "");
  return [...new Set(names)].filter((name) => OURS.has(name));
}

/** The libraries that this package, a gateway's store or a bot may load; others are the test's. */
const OURS: ReadonlySet<string> = new Set([
  "@linear/sdk",
  "@noble/ciphers",
  "bullmq",
  "chat",
  "graphql",
  "ioredis",
  "markdown-it",
  "pg",
]);

describe("a gateway that stores webhooks", { timeout: SLOW_MS }, () => {
  it("loads no library where its inbox needs none", async () => {
    expect(await loadedByGateway("createMemoryInbox()")).toEqual([]);
  });

  it.skipIf(!isServerInstalled("redis"))("loads the client of its store alone", async () => {
    const inbox = `createRedisInbox({ url: ${JSON.stringify(await serverUrl("redis"))}, name: "loaded" })`;

    expect(await loadedByGateway(inbox)).toEqual(["ioredis"]);
  });
});

describe("a bot that answers webhooks", { timeout: SLOW_MS }, () => {
  it("loads neither Linear's SDK, nor ciphers, nor a tokenizer for a comment without Markdown", async () => {
    expect(await loadedBy({})).toEqual([]);
  });

  it("loads the tokenizer for a comment with Markdown", async () => {
    expect(await loadedBy({ body: "**plain** text" })).toEqual(["markdown-it"]);
  });

  it("loads the ciphers when installations are sealed", async () => {
    expect(await loadedBy({ encryptionKey: hexKey("4e") })).toEqual(["@noble/ciphers"]);
  });

  it("does not load Linear's SDK for its client", async () => {
    const then = "await adapter.withInstallation(organizationId, () => adapter.linearClient.client)";

    expect(await loadedBy({ then })).toEqual([]);
  });

  it("loads Linear's SDK with the first call of its client", async () => {
    const then = "await adapter.withInstallation(organizationId, () => adapter.linearClient.viewer)";

    expect(await loadedBy({ then })).toEqual(["@linear/sdk"]);
  });
});
