/*
 * A gateway or a worker, as each is run in production: a process of its own, with its inbox and its state in Redis or
 * PostgreSQL. The test that forks it sends its settings first, and kills it when it likes.
 */
import { createIoRedisState } from "@chat-adapter/state-ioredis";
import { createPostgresState } from "@chat-adapter/state-pg";
import { Chat, type StateAdapter } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import {
  createBullWakeUps,
  createLinearGateway,
  createPostgresInbox,
  createRedisInbox,
  type LinearInbox,
  startLinearWorker,
} from "chat-adapter-linear/inbox";
import { serve } from "../../examples/node-http/serve.js";
import { createMemoryLogger } from "../support/memory-logger.js";
import type { InboxProcessSettings } from "./inbox-processes.js";

process.once("disconnect", () => process.exit());
process.once("message", (settings: InboxProcessSettings) => void run(settings));

async function run(settings: InboxProcessSettings): Promise<void> {
  const { port, webhookSecret, role } = settings;
  const inbox = openInbox(settings);
  switch (role) {
    case "gateway": {
      const gateway = createLinearGateway({ webhookSecret, inbox });
      const { url } = await serve(gateway, { port });
      return report(url);
    }
    case "worker":
      await work(settings, inbox);
      return report("");
  }
}

function openInbox({ backend, url, name }: InboxProcessSettings): LinearInbox {
  const wakeUps = createBullWakeUps({ url, name });
  return backend === "redis" ? createRedisInbox({ url, name, wakeUps }) : createPostgresInbox({ url, name, wakeUps });
}

function openState({ backend, url, name: keyPrefix }: InboxProcessSettings): StateAdapter {
  const logger = createMemoryLogger();
  return backend === "redis"
    ? createIoRedisState({ url, keyPrefix, logger })
    : createPostgresState({ url, keyPrefix, logger });
}

const THINKING_MS = 500;

async function work(settings: InboxProcessSettings, inbox: LinearInbox): Promise<void> {
  const { apiUrl, accessToken } = settings;
  const logger = createMemoryLogger();
  const linear = createLinearAdapter({
    apiUrl,
    accessToken,
    webhookSecret: settings.webhookSecret,
    mode: "agent-sessions",
    acknowledgeAfterMs: false,
    logger,
  });
  const bot = new Chat({
    userName: "helper",
    adapters: { linear },
    state: openState(settings),
    logger,
    concurrency: "queue",
  });
  bot.onNewMention(async (thread, { text }) => {
    const asked = text.replace("@helper ", "");
    await thread.post(`Looking at ${asked}`);
    await thread.post(`Answer to ${asked}`);
    // Whoever is killed now has said the first and not the second.
    await new Promise((resolve) => setTimeout(resolve, THINKING_MS));
  });
  await startLinearWorker({ bot, inbox, signals: [], concurrency: 5, maxCrashes: 1_000, lookEveryMs: 250 });
}

function report(url: string): void {
  process.send?.({ kind: "ready", url });
}
