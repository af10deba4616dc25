/*
 * A process of a bot, as it is run in production: a web server, with its state in Redis. The test that forks it sends
 * its settings first; every later message asks it to say when all its work is done.
 */
import { createIoRedisState } from "@chat-adapter/state-ioredis";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { serve } from "../../examples/node-http/serve.js";
import { createMemoryLogger } from "../support/memory-logger.js";
import { dieInsteadOf, outliveFor } from "./mortal-state.js";
import { workerBots } from "./worker-bots.js";
import type { WorkerReport, WorkerSettings } from "./worker-settings.js";

process.once("disconnect", () => process.exit());
process.once("message", (settings: WorkerSettings) => void run(settings));

async function run({
  apiUrl,
  redisUrl,
  concurrency,
  dies,
  works,
  outlivedForMs,
  ...app
}: WorkerSettings): Promise<void> {
  const logger = createMemoryLogger();
  const state = createIoRedisState({ url: redisUrl, logger });
  if (outlivedForMs !== undefined) outliveFor(outlivedForMs, state);
  dieInsteadOf[dies](state);
  const linear = createLinearAdapter({ apiUrl, ...app, mode: modes[works], acknowledgeAfterMs: false, logger });
  const bot = new Chat({ userName: "helper", adapters: { linear }, state, logger, concurrency });
  const diary: string[] = [];
  workerBots[works](bot, diary);
  await bot.initialize();

  const tasks = new Set<Promise<unknown>>();
  const waitUntil = (task: Promise<unknown>): void => {
    tasks.add(task);
    void task.catch(() => {}).finally(() => tasks.delete(task));
  };
  const server = await serve((request) => bot.webhooks.linear(request, { waitUntil }));
  process.on("message", async () => {
    while (tasks.size > 0) await Promise.allSettled(tasks);
    report({ kind: "settled", diary });
  });
  report({ kind: "ready", url: server.url });
}

const modes = { "in comments": "comments", "in sessions": "agent-sessions" } as const;

function report(what: WorkerReport): void {
  process.send?.(what);
}
