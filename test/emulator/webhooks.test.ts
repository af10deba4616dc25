// Covers: src/emulator/directory.ts
// Covers: src/emulator/linear-emulator.ts
// Covers: src/emulator/options.ts
// Covers: src/emulator/webhooks/deliveries.ts
// Covers: src/emulator/webhooks/issue-payload.ts

import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { LinearEmulatorOptions } from "../../src/emulator.js";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
const start = async (options: LinearEmulatorOptions = {}): Promise<Scene> => {
  scene = await startScene({ webhookRetryDelaysMs: [0, 0, 0], ...options });
  return scene;
};
afterEach(() => scene.close());

const hello = async ({ linear }: Scene): Promise<void> => {
  await linear.comment({ issue: linear.createIssue(), body: "Hello" });
  await linear.settled();
};

describe("a delivery", () => {
  it("is signed over its bytes and carries Linear's headers", async () => {
    const { linear, hooks } = await start();
    await hello(scene);
    const [webhook] = hooks.received;
    const [delivery] = linear.deliveries();

    expect(webhook?.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "accept-charset": "utf-8",
      "user-agent": "Linear-Webhook",
      "linear-event": "Comment",
      "linear-delivery": delivery?.id,
      "linear-timestamp": String(webhook?.payload.webhookTimestamp),
      "linear-signature": createHmac("sha256", linear.app.webhookSecret)
        .update(webhook?.body ?? "")
        .digest("hex"),
    });
  });

  it("is recorded with what was sent and how it was answered", async () => {
    const { linear, hooks } = await start();
    await hello(scene);

    expect(linear.deliveries()).toEqual([
      {
        id: expect.any(String),
        appId: linear.app.id,
        type: "Comment",
        action: "create",
        payload: hooks.received[0]?.payload,
        attempts: [{ status: 200, at: expect.any(Date), durationMs: expect.any(Number) }],
      },
    ]);
  });

  it("has one webhook id for all events of an organization, and another elsewhere", async () => {
    const { linear, hooks } = await start();
    const other = linear.addOrganization();
    await hello(scene);
    await hello(scene);
    await linear.comment({ issue: linear.createIssue({ organization: other }), body: "Hello" });
    await linear.settled();
    const [first, second, third] = hooks.received.map(({ payload }) => payload.webhookId);

    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("can be sent again as it was", async () => {
    const { linear, hooks } = await start();
    await hello(scene);
    const [delivery] = linear.deliveries();
    hooks.answerWith(204);
    const status = delivery && (await linear.redeliver(delivery));
    const [first, second] = hooks.received;

    expect(status).toBe(204);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["linear-delivery"]).toBe(first?.headers["linear-delivery"]);
  });

  it("can be made by hand", async () => {
    const { linear } = await start();
    const { body, headers } = linear.buildWebhook({ type: "Issue", action: "remove" }, { timestamp: new Date(5) });

    expect(JSON.parse(body)).toEqual({ type: "Issue", action: "remove", webhookTimestamp: 5 });
    expect(headers).toMatchObject({
      "Linear-Event": "Issue",
      "Linear-Signature": createHmac("sha256", linear.app.webhookSecret).update(body).digest("hex"),
    });
  });
});

describe("a retry", () => {
  it("comes three times after anything but 200, with the same id", async () => {
    const { linear, hooks } = await start();
    hooks.answerWith(500, 202, 404, 503);
    await hello(scene);
    const ids = hooks.received.map(({ headers }) => headers["linear-delivery"]);

    expect(linear.deliveries().map(({ attempts }) => attempts.map(({ status }) => status))).toEqual([
      [500, 202, 404, 503],
    ]);
    expect(new Set(ids).size).toBe(1);
  });

  it("ends with the first 200", async () => {
    const { linear, hooks } = await start();
    hooks.answerWith(503, 200);
    await hello(scene);

    expect(linear.deliveries()[0]?.attempts.map(({ status }) => status)).toEqual([503, 200]);
  });

  it.each([
    ["a fresh timestamp", true, [1_000, 2_000]],
    ["the first timestamp where the emulator is told so", false, [1_000, 1_000]],
  ])("carries %s", async (_name, renewTimestampOnRetry, expected) => {
    let nowMs = 1_000;
    const { linear, hooks } = await start({
      renewTimestampOnRetry,
      now: () => new Date(nowMs),
      fetch: async (...request) => {
        nowMs = 2_000;
        return fetch(...request);
      },
    });
    hooks.answerWith(500, 200);
    await hello(scene);

    expect(hooks.received.map(({ payload }) => payload.webhookTimestamp)).toEqual(expected);
    expect(linear.deliveries()[0]?.attempts).toHaveLength(2);
  });

  it("that is due later does not keep the test waiting", async () => {
    const { linear, hooks } = await start({ webhookRetryDelaysMs: [3_600_000] });
    hooks.answerWith(500);
    await hello(scene);

    expect(linear.deliveries()).toMatchObject([{ attempts: [{ status: 500 }] }]);
  });

  it("comes after the time limit, and when nobody answers", async () => {
    const { linear, hooks } = await start({ webhookTimeoutMs: 50, webhookRetryDelaysMs: [] });
    hooks.hang();
    await hello(scene);
    linear.setWebhookUrl("http://127.0.0.1:1/");
    await hello(scene);

    expect(linear.deliveries().map(({ attempts }) => attempts[0]?.status)).toEqual(["timeout", "error"]);
  });
});

describe("the sender of webhooks", () => {
  it("can be a function instead of the network", async () => {
    const seen: unknown[] = [];
    await start({
      fetch: async (url, init) => {
        seen.push([String(url), init?.method]);
        return new Response();
      },
    });
    await hello(scene);

    expect(seen).toEqual([[scene.hooks.url, "POST"]]);
    expect(scene.linear.deliveries()).toMatchObject([{ attempts: [{ status: 200 }] }]);
  });
});
