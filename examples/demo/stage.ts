import type { LinearAdapter } from "chat-adapter-linear";
import { type EmulatedApp, type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { serve } from "../node-http/serve.js";
import { type Bot, createBot, type Model } from "./bot.js";

/** A local Linear, two bots that are installed in it, and the HTTP server that its webhooks go to. */
export interface Stage {
  linear: LinearEmulator;
  /** A bot that answers in comments: an app without agent sessions. */
  helper: EmulatedApp;
  /** A bot that works in agent sessions. */
  scout: EmulatedApp;
  /** scout's adapter, for jobs outside webhooks. */
  scoutLinear: LinearAdapter;
  /** Where the bots listen. */
  url: string;
  /** Resolves when every webhook is answered and everything that it set off is done. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Answers what is not a webhook. */
export type Fallback = (request: Request, linear: LinearEmulator) => Promise<Response>;

export async function openStage(model: Model, fallback: Fallback): Promise<Stage> {
  const linear = await startLinearEmulator({ app: { name: "helper", events: ["Comment"] } });
  const helper = linear.app;
  const scout = linear.addApp({ name: "scout", events: ["AgentSessionEvent"] });
  const helperBot = createBot(
    // Five times as often as by default, so that a demo of seconds shows a comment that grows.
    { ...connectionTo(linear, helper), mode: "comments", streamEditIntervalMs: 400 },
    model,
  );
  const scoutBot = createBot({ ...connectionTo(linear, scout), mode: "agent-sessions" }, model);
  await scoutBot.initialize();
  const bots: Record<string, Bot> = { "/webhooks/helper": helperBot, "/webhooks/scout": scoutBot };

  const tasks = new Set<Promise<unknown>>();
  const waitUntil = (task: Promise<unknown>): void => {
    const done = task.catch(() => {}).finally(() => tasks.delete(done));
    tasks.add(done);
  };
  const server = await serve(async (request) => {
    const bot = bots[new URL(request.url).pathname];
    return bot ? await bot.webhooks.linear(request, { waitUntil }) : await fallback(request, linear);
  });
  linear.setWebhookUrl(`${server.url}/webhooks/helper`, helper);
  linear.setWebhookUrl(`${server.url}/webhooks/scout`, scout);

  return {
    linear,
    helper,
    scout,
    scoutLinear: scoutBot.getAdapter("linear"),
    url: server.url,
    settled: async () => {
      await linear.settled();
      // What the bots write comes back to them as webhooks.
      while (tasks.size > 0) {
        await Promise.all(tasks);
        await linear.settled();
      }
    },
    close: async () => {
      await server.close();
      await Promise.all(Object.values(bots).map((bot) => bot.shutdown()));
      await linear.close();
    },
  };
}

function connectionTo({ apiUrl }: LinearEmulator, { clientId, clientSecret, webhookSecret }: EmulatedApp) {
  return { apiUrl, webhookSecret, clientCredentials: { clientId, clientSecret } };
}
