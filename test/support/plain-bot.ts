import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, type StateAdapter } from "chat";
import type { LinearAdapter, LinearInstallation } from "chat-adapter-linear";
import type { EmulatedInstallation, SignedWebhook } from "chat-adapter-linear/emulator";
import { createMemoryLogger, type MemoryLogger } from "./memory-logger.js";
import type { BotOfTest } from "./test-bot.js";

/** A bot without a server: webhooks are handed to it. */
export interface PlainBot {
  adapter: LinearAdapter;
  bot: BotOfTest;
  state: StateAdapter;
  /** The chat's logger. */
  logger: MemoryLogger;
  /** The status that a webhook is answered with, when all that it set off is done. */
  deliver(webhook: SignedWebhook): Promise<number>;
}

export interface PlainBotOptions {
  state?: StateAdapter;
  userName?: string;
  on?: (bot: BotOfTest) => void;
}

export async function startPlainBot(adapter: LinearAdapter, options: PlainBotOptions = {}): Promise<PlainBot> {
  const { state = createMemoryState(), userName = "helper" } = options;
  const logger = createMemoryLogger();
  const bot: BotOfTest = new Chat({ userName, adapters: { linear: adapter }, state, logger });
  options.on?.(bot);
  await bot.initialize();
  return {
    adapter,
    bot,
    state,
    logger,
    deliver: async ({ body, headers }) => {
      const tasks: Promise<unknown>[] = [];
      const request = new Request("https://bot.test/webhooks/linear", { method: "POST", headers, body });
      const { status } = await bot.webhooks.linear(request, { waitUntil: (task) => void tasks.push(task) });
      await Promise.all(tasks);
      return status;
    },
  };
}

/** What the emulator issues, as an installation of this package. */
export function toInstallation(issued: EmulatedInstallation): LinearInstallation {
  return {
    accessToken: issued.accessToken,
    refreshToken: issued.refreshToken,
    expiresAt: Date.now() + issued.expiresIn * 1_000,
    organizationId: issued.organizationId,
    botUserId: issued.appUserId,
    scopes: issued.scopes,
  };
}
