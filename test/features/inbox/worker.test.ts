// Covers: src/inbox/start-worker.ts
// Covers: src/inbox/worker-settings.ts

import {
  createLinearGateway,
  createMemoryInbox,
  type InboxWorkerSettings,
  type LinearInbox,
  type LinearWorker,
  startLinearWorker,
} from "chat-adapter-linear/inbox";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serve } from "../../../examples/node-http/serve.js";
import { mention, said, startAgent, type Work } from "../../support/agent.js";
import { HASTY, handled } from "../../support/inbox.js";
import { createSignal } from "../../support/signal.js";
import type { TestBot } from "../../support/test-bot.js";

let inbox: LinearInbox;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  inbox = createMemoryInbox({ worker: HASTY });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A bot behind a gateway on a server of its own. */
async function startBehindGateway(work: Work): Promise<TestBot> {
  const bot = await startAgent(work);
  const gateway = await serve(createLinearGateway({ webhookSecret: bot.linear.app.webhookSecret, inbox }));
  closing.push(gateway.close);
  bot.linear.setWebhookUrl(gateway.url);
  return bot;
}

async function startWorker({ bot }: TestBot, settings: InboxWorkerSettings = {}): Promise<LinearWorker> {
  const worker = await startLinearWorker({ bot, inbox, signals: [], ...settings });
  closing.push(worker.stop);
  return worker;
}

describe("a worker", () => {
  it("has its bot handle what a gateway has stored before it came", async () => {
    const bot = await startBehindGateway((thread) => thread.post("Here I am."));
    await mention(bot.linear);
    await bot.linear.settled();
    const before = said(bot.linear);
    await startWorker(bot);
    await handled(bot.linear, inbox);

    expect([before, said(bot.linear)]).toEqual([[], [["response", "Here I am."]]]);
  });

  it("waits for the turns that run when it stops, and leaves the rest to others", async () => {
    const [begun, over] = [createSignal(), createSignal()];
    const bot = await startBehindGateway(async (thread) => {
      begun.give();
      await over.given;
      await thread.post("Just in time.");
    });
    const worker = await startWorker(bot);
    const session = await mention(bot.linear);
    await begun.given;
    await bot.linear.prompt({ session, body: "and this?" });
    await bot.linear.settled();
    const stopping = worker.stop();
    const during = worker.health().state;
    over.give();
    await stopping;

    expect([during, worker.health(), said(bot.linear)]).toMatchObject([
      "leaving",
      { state: "stopped", running: 0 },
      [["response", "Just in time."]],
    ]);
    expect(await inbox.store.list({ state: "waiting" })).toMatchObject([{ lane: `session:${session.id}`, begun: 0 }]);
  });

  it("puts back what does not end in time", async () => {
    const [begun, over] = [createSignal(), createSignal()];
    const bot = await startBehindGateway(async () => {
      begun.give();
      await over.given;
    });
    const worker = await startWorker(bot, { drainMs: 0 });
    await mention(bot.linear);
    await begun.given;
    const stopping = worker.stop();
    await vi.waitFor(async () => expect(await inbox.store.stats()).toMatchObject({ waiting: 1, running: 0 }));
    over.give();
    await stopping;

    expect(await inbox.store.list({ state: "waiting" })).toMatchObject([{ begun: 0, failed: 0 }]);
  });

  it("parks a delivery that processes died with, tells the session, and goes on with the thread", async () => {
    const bot = await startBehindGateway((thread) => thread.post("Still here."));
    const session = await mention(bot.linear);
    await bot.linear.prompt({ session, body: "and now?" });
    await bot.linear.settled();
    const lane = `session:${session.id}`;
    // What is left of three processes that were killed in the middle of it.
    const die = async (): Promise<void> => {
      await vi.waitFor(async () => expect(await inbox.store.take(lane, "dead", 1)).toMatchObject({ kind: "entry" }));
    };
    await die();
    await die();
    await die();
    await startWorker(bot);
    await handled(bot.linear, inbox);

    expect([said(bot.linear, session), await inbox.store.list({ state: "dead" })]).toMatchObject([
      [
        ["error", expect.any(String)],
        ["response", "Still here."],
      ],
      [{ lane, reason: "The process died 3 times while it handled the delivery" }],
    ]);
  });

  it("tells how it is", async () => {
    const bot = await startBehindGateway((thread) => thread.post("Here I am."));
    const worker = await startWorker(bot);
    await mention(bot.linear);
    await handled(bot.linear, inbox);

    expect(worker.health()).toEqual({
      state: "working",
      running: 0,
      handled: { done: 3, failed: 0, dead: 0, lost: 0 },
    });
  });

  it.each([
    ["concurrency", { concurrency: 0 }],
    ["retryAfterMs", { retryAfterMs: [-1] }],
    ["keepDoneMs", { keepDoneMs: 60_000 }],
    ["drainMs", { drainMs: Number.NaN }],
  ])("does not start with a %s out of range", async (option, settings) => {
    const bot = await startBehindGateway(() => {});

    await expect(startWorker(bot, settings)).rejects.toMatchObject({ code: "CONFIG_INVALID", facts: { option } });
  });

  it("does not start with a bot that has no adapter of this package", async () => {
    const bot = { getAdapter: () => ({ name: "linear" }), initialize: async () => {}, shutdown: async () => {} };

    await expect(startLinearWorker({ bot: bot as never, inbox, signals: [] })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
  });
});
