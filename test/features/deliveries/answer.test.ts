import type { Message } from "chat";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answerTo, toRequest } from "../../support/deliver.js";
import { newComment } from "../../support/recorded.js";
import { createSignal } from "../../support/signal.js";
import { startTestBot, type TestBot } from "../../support/test-bot.js";

let linear: LinearEmulator;
let open: TestBot | undefined;

beforeAll(async () => {
  linear = await startLinearEmulator();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
});
afterAll(async () => {
  await linear.close();
});

/** A bot whose only handler is this one. */
async function startBot(handle: (message: Message) => Promise<void>): Promise<TestBot> {
  open = await startTestBot({
    linear,
    on: (bot) => {
      bot.onNewMessage(/.*/s, async (_, message) => await handle(message));
      bot.onNewMention(async (_, message) => await handle(message));
    },
  });
  return open;
}

const webhook = (): Request => toRequest(linear.buildWebhook(newComment(linear)));

describe("the answer to a delivery", () => {
  it("does not wait for a handler, and waitUntil gets one promise that does", async () => {
    const events: string[] = [];
    const release = createSignal<void>();
    const bot = await startBot(async () => {
      events.push("handler starts");
      await release.given;
      events.push("handler ends");
    });

    const { status, tasks } = await answerTo(bot, webhook());
    events.push("answer");
    const done = Promise.all(tasks).then(() => events.push("task ends"));
    release.give();
    await done;

    expect([status, tasks.length]).toEqual([200, 1]);
    expect(events).toEqual(["answer", "handler starts", "handler ends", "task ends"]);
  });

  it("reaches Linear while a handler never ends", async () => {
    const started = createSignal<void>();
    const release = createSignal<void>();
    const bot = await startBot(async () => {
      started.give();
      await release.given;
    });
    const issue = linear.createIssue();

    await linear.mention({ issue, text: "take your time" });
    await started.given;
    await linear.settled();
    const attempts = linear.deliveries().at(-1)?.attempts;
    release.give();
    await bot.settled();

    expect(attempts).toMatchObject([{ status: 200 }]);
  });

  it("is followed by the work also where there is no waitUntil", async () => {
    const handled = createSignal<string>();
    const bot = await startBot(async (message) => handled.give(message.text));

    const response = await bot.bot.webhooks.linear(webhook());

    expect([response.status, await handled.given]).toEqual([200, expect.stringContaining("@helperbot")]);
  });
});

describe("what a handler throws", () => {
  it("is logged, and does not reject what waitUntil got", async () => {
    const bot = await startBot(() => Promise.reject(new Error("The model is down")));

    const { status, tasks } = await answerTo(bot, webhook());

    expect([status, ...(await Promise.allSettled(tasks))]).toEqual([200, { status: "fulfilled", value: undefined }]);
    expect(bot.logger.at("error")).toEqual([expect.stringContaining("The model is down")]);
  });

  it("rejects what waitUntil got with propagateHandlerErrors", async () => {
    const failure = new Error("The model is down");
    const bot = await startBot(() => Promise.reject(failure));

    const { status, tasks } = await answerTo(bot, webhook(), { propagateHandlerErrors: true });

    expect([status, ...(await Promise.allSettled(tasks))]).toEqual([200, { status: "rejected", reason: failure }]);
  });

  it("is no unhandled rejection with propagateHandlerErrors and no waitUntil", async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    const thrown = createSignal<void>();
    const bot = await startBot(() => {
      thrown.give();
      return Promise.reject(new Error("The model is down"));
    });

    await bot.bot.webhooks.linear(webhook(), { propagateHandlerErrors: true });
    await thrown.given;
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", onUnhandled);

    expect(unhandled).toEqual([]);
  });
});
