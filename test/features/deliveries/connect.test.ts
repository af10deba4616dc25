import { connectWebhookContract, createMockChatInstance, createMockState } from "@chat-adapter/tests";
import { connectLinearAdapter } from "@vercel/connect/chat";
import { createLinearAdapter, type LinearAdapter } from "chat-adapter-linear";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { fixture } from "../../fixtures/fixture.js";
import { startPlainBot } from "../../support/plain-bot.js";
import { startTestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;

beforeAll(async () => {
  linear = await startLinearEmulator();
});

afterAll(() => linear.close());

type Options = Parameters<Parameters<typeof connectWebhookContract>[0]["createAdapter"]>[0];

const create = (options: Options & { webhookSecret?: string }): LinearAdapter =>
  createLinearAdapter({ accessToken: async () => linear.createAccessToken(), apiUrl: linear.apiUrl, ...options });

connectWebhookContract({
  name: "linear",
  createAdapter: create,
  createAdapterWithSecretAndVerifier: (options) => create({ ...options, webhookSecret: "secret" }),
  createChat: () => createMockChatInstance({ state: createMockState() }),
  makeWebhookRequest: () =>
    new Request("https://bot.test/webhooks/linear", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...fixture("comment-create-root-mention"), organizationId: linear.organization.id }),
    }),
});

describe("a webhook that a verifier has seen", () => {
  it("is answered, without Linear's signature and however old it is", async () => {
    const bot = await startTestBot({
      linear,
      config: () => ({
        accessToken: () => linear.createAccessToken(),
        webhookSecret: undefined,
        webhookVerifier: (request) => request.headers.get("authorization") === "Bearer forwarded",
      }),
      on: (chat) => {
        chat.onNewMention(async (thread) => void (await thread.post("Forwarded.")));
      },
    });
    onTestFinished(bot.close);
    const issue = linear.createIssue();
    // Linear itself is refused: it signs, but it is not the forwarder.
    await linear.mention({ issue, text: "hello" });
    await bot.settled();
    const delivery = linear.deliveries().find(({ type }) => type === "Comment");
    const response = await fetch(bot.webhookUrl, {
      method: "POST",
      headers: { authorization: "Bearer forwarded" },
      body: JSON.stringify({ ...delivery?.payload, webhookTimestamp: 0 }),
    });
    await bot.settled();

    expect([delivery?.attempts[0]?.status, response.status]).toEqual([401, 200]);
    expect(linear.comments({ issue, by: linear.organization.appUserId })).toMatchObject([{ body: "Forwarded." }]);
  });

  it("is what the verifier gives, where that is a text", async () => {
    const texts: string[] = [];
    const payload = fixture("comment-create-root-mention");
    const data = { ...(payload.data as object), body: "@helper unsealed" };
    const body = JSON.stringify({ ...payload, organizationId: linear.organization.id, data });
    const { deliver } = await startPlainBot(create({ webhookVerifier: async () => body }), {
      on: (chat) => {
        chat.onNewMention(async (_thread, message) => void texts.push(message.text));
      },
    });

    expect([await deliver({ body: "sealed", headers: {} }), texts]).toEqual([200, ["@helper unsealed"]]);
  });
});

describe("connectLinearAdapter of @vercel/connect", () => {
  it("can be spread into the options, and lets nothing in that Vercel has not forwarded", async () => {
    const adapter = createLinearAdapter({ ...connectLinearAdapter("linear/acme"), mode: "agent-sessions" });
    const { deliver } = await startPlainBot(adapter);
    const payload = { ...fixture("agent-session-created-root-mention"), organizationId: linear.organization.id };

    expect(await deliver(linear.buildWebhook(payload))).toBe(401);
  });
});
