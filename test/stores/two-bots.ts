import { startLinearEmulator } from "chat-adapter-linear/emulator";
import { serve } from "../../examples/node-http/serve.js";
import type { OpenStore } from "../support/stores.js";
import { type BotOfTest, startTestBot, type TestBot, type TestBotOptions } from "../support/test-bot.js";

/** One bot in two processes: they share Linear and the store, and nothing else. */
export interface TwoBots {
  linear: TestBot["linear"];
  first: TestBot;
  second: TestBot;
  /** From now on webhooks go to this one. */
  sendTo(bot: TestBot): void;
  /** From now on every webhook goes to both at the same moment. */
  sendToBoth(): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface TwoBotsOptions extends Omit<TestBotOptions, "linear" | "on" | "state"> {
  /** Registers the handlers of each. */
  on?: (bot: BotOfTest, which: "first" | "second") => void;
}

/** Webhooks go to the first. */
export async function startTwoBots(store: OpenStore, { on, ...options }: TwoBotsOptions): Promise<TwoBots> {
  const linear = await startLinearEmulator(options.emulator);
  const first = await startTestBot({ ...options, linear, state: store.state, on: (bot) => on?.(bot, "first") });
  const second = await startTestBot({
    ...options,
    linear,
    state: await store.join(),
    on: (bot) => on?.(bot, "second"),
  });
  const both = await serve((request) => deliverToAll(request, [first.webhookUrl, second.webhookUrl]));
  linear.setWebhookUrl(first.webhookUrl);

  return {
    linear,
    first,
    second,
    sendTo: (bot) => linear.setWebhookUrl(bot.webhookUrl),
    sendToBoth: () => linear.setWebhookUrl(both.url),
    settled: async () => {
      await first.settled();
      await second.settled();
    },
    close: async () => {
      await Promise.all([first.close(), second.close()]);
      await both.close();
      await linear.close();
    },
  };
}

/** Answers with the worst of the answers. */
async function deliverToAll(request: Request, urls: readonly string[]): Promise<Response> {
  const headers = [...request.headers].filter(([name]) => name.startsWith("linear-") || name === "content-type");
  const body = await request.arrayBuffer();
  const answers = await Promise.all(urls.map((url) => fetch(url, { method: "POST", headers, body })));
  return new Response(null, { status: Math.max(...answers.map(({ status }) => status)) });
}
