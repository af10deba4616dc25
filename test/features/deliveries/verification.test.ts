// Covers: src/inbound/receive.ts
// Covers: src/inbound/webhook-gate.ts

import { createSecretKey } from "node:crypto";
import type { LinearAdapterBaseConfig } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deliver, signBody, toRequest } from "../../support/deliver.js";
import { newComment } from "../../support/recorded.js";
import { clientCredentials, startTestBot, type TestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;
let handled: string[] = [];
let open: TestBot | undefined;

beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
  handled = [];
});
afterAll(async () => {
  await linear.close();
});

/** A bot that keeps the ids of the comments it is given. */
async function startBot(config: Partial<LinearAdapterBaseConfig> = {}): Promise<TestBot> {
  open = await startTestBot({
    linear,
    config: () => ({ ...clientCredentials(linear), ...config }),
    on: (bot) => {
      bot.onNewMessage(/.*/s, async (_, message) => void handled.push(message.id));
      bot.onNewMention(async (_, message) => void handled.push(message.id));
    },
  });
  return open;
}

const SECONDS_MS = 1_000;
const secondsFromNow = (seconds: number): Date => new Date(Date.now() + seconds * SECONDS_MS);

describe("the signature of a delivery", () => {
  it.each<[string, Partial<LinearAdapterBaseConfig>]>([
    ["a secret", { webhookSecret: "new" }],
    ["one of several secrets, while they are being rotated", { webhookSecret: ["old", "new"] }],
    ["a function that gives a secret", { webhookSecret: () => "new" }],
    ["a function that fetches several secrets", { webhookSecret: async () => ["old", "new"] }],
    ["a function that gives a secret as it stands in a file", { webhookSecret: () => "new\n" }],
  ])("is checked with %s", async (_, config) => {
    const bot = await startBot(config);

    const [right, wrong] = [newComment(linear), newComment(linear)];
    expect([
      await deliver(bot, linear.buildWebhook(right, { secret: "new" })),
      await deliver(bot, linear.buildWebhook(wrong, { secret: "foreign" })),
    ]).toEqual([200, 401]);
    expect(handled).toEqual([idOf(right)]);
  });

  it("is checked with the secret of the moment", async () => {
    let current = "first";
    const bot = await startBot({ webhookSecret: () => current });

    const before = await deliver(bot, linear.buildWebhook(newComment(linear), { secret: "first" }));
    current = "second";
    const after = await deliver(bot, linear.buildWebhook(newComment(linear), { secret: "first" }));

    expect([before, after]).toEqual([200, 401]);
  });

  it.each<[string, unknown, string]>([
    ["an empty text", "", ""],
    ["a blank", " ", " "],
    ["a blank, trimmed", " ", ""],
    ["a line end", "\n", "\n"],
    ["no bytes", Buffer.alloc(0), ""],
    ["no key", createSecretKey(new Uint8Array()), ""],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["a number", 0, "0"],
    ["no secrets", [], ""],
    ["secrets that are none", ["", undefined], ""],
    ["secrets in a list of lists", [["new"]], "new"],
  ])("cannot be made with a secret that is none: %s", async (_, given, secret) => {
    const bot = await startBot({ webhookSecret: () => given as string });

    expect(await deliver(bot, linear.buildWebhook(newComment(linear), { secret }))).toBe(401);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("The function webhookSecret gave no text")]);
    expect([bot.logger.at("error"), handled]).toEqual([[], []]);
  });

  it("covers every byte of the body", async () => {
    const bot = await startBot();
    const { body, headers } = linear.buildWebhook(newComment(linear));

    expect(await deliver(bot, { body: `${body} `, headers })).toBe(401);
    expect(handled).toEqual([]);
  });

  it("must be there", async () => {
    const bot = await startBot();
    const { body } = linear.buildWebhook(newComment(linear));

    expect(await deliver(bot, { body, headers: {} })).toBe(401);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("reason: 'signature-missing'")]);
  });

  it("tells nothing of the secret or the body in the log when it is wrong", async () => {
    const bot = await startBot({ webhookSecret: "confidential-secret" });

    const payload = newComment(linear);
    const { body, headers } = linear.buildWebhook(payload);
    await deliver(bot, { body, headers });

    const [line = "", ...others] = bot.logger.at("warn");
    expect([line.includes("reason: 'signature-wrong'"), others]).toEqual([true, []]);
    const secrets = ["confidential", headers["Linear-Signature"], (payload.data as { body: string }).body];
    expect(secrets.filter((secret) => secret === undefined || line.includes(secret))).toEqual([]);
  });
});

describe("the age of a delivery", () => {
  it.each<[string, number, number]>([
    ["half a minute old", -30, 200],
    ["half a minute ahead", 30, 200],
    ["two minutes old", -120, 401],
    ["two minutes ahead", 120, 401],
  ])("may be a minute: one that is %s", async (_, seconds, status) => {
    const bot = await startBot();

    const webhook = linear.buildWebhook(newComment(linear), { timestamp: secondsFromNow(seconds) });
    expect(await deliver(bot, webhook)).toBe(status);
  });

  it.each<[number, number]>([
    [600_000, 200],
    [30_000, 401],
  ])("may be maxSkewMs, here %i", async (maxSkewMs, status) => {
    const bot = await startBot({ maxSkewMs });

    const webhook = linear.buildWebhook(newComment(linear), { timestamp: secondsFromNow(-120) });
    expect(await deliver(bot, webhook)).toBe(status);
  });

  it("is told by the signed body, not by the header", async () => {
    const bot = await startBot();
    const stale = linear.buildWebhook(newComment(linear), { timestamp: secondsFromNow(-120) });

    const headers = { ...stale.headers, "Linear-Timestamp": String(Date.now()) };
    expect(await deliver(bot, { body: stale.body, headers })).toBe(401);
  });

  it("does not matter for a fresh body with an old header", async () => {
    const bot = await startBot();
    const fresh = linear.buildWebhook(newComment(linear));

    const headers = { ...fresh.headers, "Linear-Timestamp": "0" };
    expect(await deliver(bot, { body: fresh.body, headers })).toBe(200);
  });

  it("must be told", async () => {
    const bot = await startBot();
    const { webhookTimestamp: _, ...undated } = newComment(linear);

    expect(await deliver(bot, signBody(bot, JSON.stringify(undated)))).toBe(401);
    expect(bot.logger.at("warn")).toEqual([expect.stringContaining("reason: 'timestamp-missing'")]);
  });
});

describe("a webhookVerifier", () => {
  it("replaces the signature", async () => {
    const bot = await startBot({ webhookVerifier: (request) => request.headers.get("x-verified") === "yes" });
    const payload = newComment(linear);
    const body = JSON.stringify(payload);

    expect([
      await deliver(bot, { body, headers: { "x-verified": "yes" } }),
      await deliver(bot, { body, headers: {} }),
    ]).toEqual([200, 401]);
    expect(handled).toEqual([idOf(payload)]);
  });

  it("may give the body to read in place of the one that came", async () => {
    const payload = newComment(linear);
    const bot = await startBot({ webhookVerifier: (_, body) => JSON.stringify(JSON.parse(body).wrapped) });

    expect(await deliver(bot, { body: JSON.stringify({ wrapped: payload }), headers: {} })).toBe(200);
    expect(handled).toEqual([idOf(payload)]);
  });

  it("refuses by throwing", async () => {
    const bot = await startBot({
      webhookVerifier: () => {
        throw new Error("no such connection");
      },
    });

    expect(await deliver(bot, linear.buildWebhook(newComment(linear)))).toBe(401);
  });
});

describe("the result of a webhookVerifier", () => {
  it.each<[string, unknown]>([
    ["a Response that refuses", new Response(null, { status: 401 })],
    ["a Response", new Response("ok")],
    ["an Error", new Error("no such connection")],
    ["ok: false", { ok: false }],
    ["valid: false", { valid: false, reason: "expired" }],
    ["verified: false", { verified: false }],
    ["success: false", { success: false }],
  ])("refuses the webhook, and the log says so: %s", async (_, result) => {
    const bot = await startBot({ webhookVerifier: async () => result });

    expect(await deliver(bot, linear.buildWebhook(newComment(linear)))).toBe(401);
    expect(bot.logger.at("warn")).toEqual([
      expect.stringContaining("which is taken for a refusal. To let a webhook in"),
    ]);
    expect(handled).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["true", true],
    ["what was verified", { sub: "connector", ok: true }],
  ])("lets the webhook in: %s", async (_, result) => {
    const bot = await startBot({ webhookVerifier: async () => result });
    const payload = newComment(linear);

    expect(await deliver(bot, linear.buildWebhook(payload))).toBe(200);
    expect(handled).toEqual([idOf(payload)]);
  });
});

describe("the answer", () => {
  it.each(["GET", "PUT", "DELETE", "HEAD"])("is 405 to %s", async (method) => {
    const bot = await startBot();

    const response = await bot.bot.webhooks.linear(new Request(bot.webhookUrl, { method }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("is 400 to a body that breaks off", async () => {
    const bot = await startBot();
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("reset")) });

    expect((await bot.bot.webhooks.linear(streamed(body))).status).toBe(400);
  });

  it("is 200 to events that the bot does not handle", async () => {
    const bot = await startBot();

    const statuses = [
      await deliver(bot, linear.buildWebhook({ type: "Issue", action: "update" })),
      await deliver(bot, linear.buildWebhook({ type: "IssueLabel", action: "remove" })),
      await deliver(bot, linear.buildWebhook({ type: "SomethingNew" })),
    ];
    expect(statuses).toEqual([200, 200, 200]);
    expect(handled).toEqual([]);
  });

  it("is 503 when the secrets are out of reach", async () => {
    const bot = await startBot({ webhookSecret: () => Promise.reject(new Error("The vault is sealed")) });

    expect((await bot.bot.webhooks.linear(toRequest(linear.buildWebhook(newComment(linear))))).status).toBe(503);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("The vault is sealed")]);
  });
});

/** A request whose length is not known beforehand. `duplex` is missing in TypeScript's types. */
function streamed(body: ReadableStream<Uint8Array>): Request {
  // Without something that looks like a signature, no body is read.
  const headers = { "linear-signature": "a".repeat(64) };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return new Request("https://bot.example/webhooks/linear", init);
}

const idOf = (payload: Record<string, unknown>): unknown => Reflect.get(Object(payload.data), "id");
