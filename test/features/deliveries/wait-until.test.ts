// Covers: src/sessions/turns/current-work.ts
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat } from "chat";
import { LinearAdapter } from "chat-adapter-linear";
import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { expect, it, onTestFinished } from "vitest";
import { systemWorld } from "../../../src/util/world.js";
import { createMemoryLogger } from "../../support/memory-logger.js";
import { createSignal } from "../../support/signal.js";

it.each([
  ["agent-sessions", "AgentSessionEvent"],
  ["comments", "Comment"],
] as const)(
  "keeps an invocation open for what its own delivery says, and for nothing else: %s",
  async (mode, event) => {
    const answered = (): string[] => [...done].filter((name) => name.startsWith(event));
    const [held, goOn] = [createSignal(), createSignal()];
    const done = new Set<string>();
    const tasks: Promise<unknown>[] = [];
    const linear = await startLinearEmulator({
      app: { webhookUrl: "http://bot.test/" },
      fetch: (url, init) => {
        const type = new Headers(init?.headers).get("linear-event");
        const [text] = /the slow one|the quick one/.exec(String(init?.body)) ?? [];
        const waitUntil = (task: Promise<unknown>): void =>
          void tasks.push(task.then(() => done.add(`${type} ${text}`)));
        return bot.webhooks.linear(new Request(url, init), { waitUntil });
      },
    });
    onTestFinished(() => linear.close());
    const logger = createMemoryLogger();
    const config = { apiUrl: linear.apiUrl, webhookSecret: linear.app.webhookSecret, logger };
    const adapter = new LinearAdapter(
      { ...config, mode, accessToken: linear.createAccessToken(), acknowledgeAfterMs: false },
      {
        ...systemWorld,
        // Linear takes its time with one answer.
        fetch: async (url, init) => {
          const isSlow = /answer to .*the slow one/.test(String(init?.body));
          if (isSlow) held.give();
          if (isSlow) await goOn.given;
          return await fetch(url, init);
        },
      },
    );
    const bot = new Chat({ userName: "helper", adapters: { linear: adapter }, state: createMemoryState(), logger });
    bot.onNewMention(async (thread, message) => {
      // Not awaited: the delivery waits for it all the same.
      void thread.post(`answer to ${message.text}`);
    });

    await linear.mention({ issue: linear.createIssue(), text: "the slow one" });
    await held.given;
    await linear.mention({ issue: linear.createIssue(), text: "the quick one" });
    await expect.poll(() => answered(), { timeout: 10_000 }).toEqual([`${event} the quick one`]);
    goOn.give();
    await Promise.all(tasks);

    expect(answered()).toEqual([`${event} the quick one`, `${event} the slow one`]);
  },
);
