// Covers: src/inbox/gateway.ts

import { type LinearEmulator, type SignedWebhook, startLinearEmulator } from "chat-adapter-linear/emulator";
import {
  createLinearGateway,
  createMemoryInbox,
  createPostgresInbox,
  type LinearGatewayOptions,
  type LinearInbox,
} from "chat-adapter-linear/inbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fixture } from "../../fixtures/fixture.js";
import { toRequest } from "../../support/deliver.js";
import { createMemoryLogger } from "../../support/memory-logger.js";
import { sign } from "../../support/sign.js";

let linear: LinearEmulator;
let inbox: LinearInbox;

beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterAll(() => linear.close());
beforeEach(() => {
  inbox = createMemoryInbox();
});

const open = (options: Partial<LinearGatewayOptions> = {}) =>
  createLinearGateway({ webhookSecret: linear.app.webhookSecret, inbox, ...options });

const comment = (): SignedWebhook => linear.buildWebhook({ ...fixture("comment-create-root-mention") });

/** A body as the emulator's app signs it. */
const signed = (body: string, secret = linear.app.webhookSecret): Request =>
  toRequest({ body, headers: { "Linear-Signature": sign(body, secret) } });

const keysOf = async (): Promise<string[]> => (await inbox.store.list({ state: "waiting" })).map(({ key }) => key);

describe("a gateway", () => {
  it("stores a delivery as it came before it answers", async () => {
    const webhook = comment();
    const { status } = await open()(toRequest(webhook));
    const [entry] = await inbox.store.list({ state: "waiting" });

    expect([status, JSON.parse(entry?.body ?? "")]).toEqual([200, JSON.parse(webhook.body)]);
    expect(entry).toMatchObject({
      key: expect.stringContaining("comment.created:"),
      lane: expect.stringContaining("comment:"),
      deliveryId: new Headers(webhook.headers).get("linear-delivery"),
    });
  });

  it("stores an event once and answers each of its deliveries with 200", async () => {
    const gateway = open();
    const statuses = await Promise.all([1, 2, 3].map(async () => (await gateway(toRequest(comment()))).status));

    expect([statuses, (await keysOf()).length]).toEqual([[200, 200, 200], 1]);
  });

  it("answers 503 when it cannot store", async () => {
    const logger = createMemoryLogger();
    const away = createPostgresInbox({ url: "postgres://127.0.0.1:1/nowhere" });
    const response = await open({ inbox: away, logger })(toRequest(comment()));
    await away.close();

    expect([response.status, await response.text(), logger.at("error").length]).toEqual([
      503,
      "The event could not be stored",
      1,
    ]);
  });

  it.each([
    ["a wrong signature", 401, () => signed("{}", "another secret")],
    ["no signature", 401, () => toRequest({ body: "{}", headers: {} })],
    ["no JSON", 400, () => signed("hello")],
    [
      "a payload without its parts",
      400,
      () => toRequest(linear.buildWebhook({ type: "Comment", action: "create", data: {} })),
    ],
    ["another method", 405, () => new Request("https://bot.example/webhooks/linear")],
    ["too large a body", 413, () => signed("x".repeat(2_000))],
  ])("stores nothing of what has %s, and answers %i", async (_fault, status, request) => {
    const response = await open({ maxBodyBytes: 1_500 })(request());

    expect([response.status, await keysOf()]).toEqual([status, []]);
  });

  it("takes several secrets, and a function of the organization", async () => {
    const webhook = comment();
    const { organizationId } = JSON.parse(webhook.body);
    const asked: unknown[] = [];
    const byList = await open({ webhookSecret: ["old", linear.app.webhookSecret] })(toRequest(webhook));
    const byFunction = await open({
      webhookSecret: async (organization) => {
        asked.push(organization);
        return linear.app.webhookSecret;
      },
    })(toRequest(webhook));

    expect([byList.status, byFunction.status, asked]).toEqual([200, 200, [organizationId]]);
  });

  it("keeps what is said in a session in one lane, and lets Stop and what else waits for nobody pass by", async () => {
    const gateway = open();
    const names = [
      "agent-session-created-root-mention",
      "agent-session-prompted",
      "agent-session-prompted-stop",
      "oauth-app-revoked",
    ] as const;
    for (const name of names) await gateway(toRequest(linear.buildWebhook({ ...fixture(name) })));
    const lanes = (await inbox.store.list({ state: "waiting" })).map(({ lane }) => lane.split(":")[0]);

    expect(lanes).toEqual(["session", "session", "aside", "aside"]);
  });
});
