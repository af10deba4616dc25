import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, type ChatConfig, type StateAdapter } from "chat";
import { createLinearAdapter, LinearAdapter, type LinearAdapterConfig } from "chat-adapter-linear";
import { type LinearEmulator, type LinearEmulatorOptions, startLinearEmulator } from "chat-adapter-linear/emulator";
import { serve } from "../../examples/node-http/serve.js";
import { systemWorld, type World } from "../../src/util/world.js";
import { createMemoryLogger, type MemoryLogger } from "./memory-logger.js";

export type BotOfTest = Chat<{ linear: LinearAdapter }>;

/** A bot on a real HTTP server, with an emulator that sends it webhooks. */
export interface TestBot {
  linear: LinearEmulator;
  bot: BotOfTest;
  adapter: LinearAdapter;
  state: StateAdapter;
  logger: MemoryLogger;
  /** Where Linear's webhooks go. */
  webhookUrl: string;
  /** Resolves when all webhooks are answered and everything that they set off is done. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface TestBotOptions {
  /** Default: client credentials of the emulator's app, which is an app user in its first organization. */
  config?: (linear: LinearEmulator) => LinearAdapterConfig;
  mode?: "agent-sessions" | "all" | "comments";
  emulator?: LinearEmulatorOptions;
  /** An emulator that several bots share; the one who made it closes it. */
  linear?: LinearEmulator;
  state?: StateAdapter;
  concurrency?: ChatConfig["concurrency"];
  lockScope?: ChatConfig["lockScope"];
  userName?: string;
  /** Parts of the world that the bot is to live in, and the emulator too where it is the bot's own. */
  world?: Partial<World>;
  /** Registers the bot's handlers. */
  on?: (bot: BotOfTest) => void;
}

export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const linear =
    options.linear ?? (await startLinearEmulator({ ...worldOfLinear(options.world), ...options.emulator }));
  const state = options.state ?? createMemoryState();
  const logger = createMemoryLogger();
  const config = {
    apiUrl: linear.apiUrl,
    webhookSecret: linear.app.webhookSecret,
    logger,
    mode: options.mode,
    // Tests do not wait for jobs that nobody has started.
    silentResponseAfterMs: 0,
    ...(options.config ?? clientCredentials)(linear),
  } as LinearAdapterConfig;
  const adapter = options.world ? createAdapterIn(options.world, config) : createLinearAdapter(config);
  const bot: BotOfTest = new Chat({
    userName: options.userName ?? "helper",
    adapters: { linear: adapter },
    state,
    logger,
    concurrency: options.concurrency ?? "queue",
    ...(options.lockScope && { lockScope: options.lockScope }),
  });
  options.on?.(bot);

  const tasks = new Set<Promise<unknown>>();
  const waitUntil = (task: Promise<unknown>): void => {
    tasks.add(task);
  };
  const server = await serve((request) => bot.webhooks.linear(request, { waitUntil }));
  const webhookUrl = `${server.url}/webhooks/linear`;
  linear.setWebhookUrl(webhookUrl);
  await bot.initialize();

  return {
    linear,
    bot,
    adapter,
    state,
    logger,
    webhookUrl,
    settled: async () => {
      await linear.settled();
      await Promise.all(tasks);
      // What the work wrote may have come back as webhooks.
      await linear.settled();
      await Promise.all(tasks);
    },
    close: async () => {
      await bot.shutdown();
      await server.close();
      if (!options.linear) await linear.close();
    },
  };
}

export function clientCredentials(linear: LinearEmulator): LinearAdapterConfig {
  return { clientCredentials: { clientId: linear.app.clientId, clientSecret: linear.app.clientSecret } };
}

/** What `createLinearAdapter` does, in another world than the system's. */
function createAdapterIn(world: Partial<World>, config: LinearAdapterConfig): LinearAdapter {
  return new LinearAdapter(config, { ...systemWorld, ...world });
}

/** The options that put an emulator into the same world. */
export function worldOfLinear({ clock, fetch }: Partial<World> = {}): LinearEmulatorOptions {
  return { ...(clock && { now: clock.now }), ...(fetch && { fetch }) };
}
