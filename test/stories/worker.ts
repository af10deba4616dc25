/*
 * A process of a bot, as it is run in production: a web server, with its state in Redis. The test that forks it sends
 * its settings first; every later message asks it to say when all its work is done.
 */
import { createIoRedisState, type IoRedisStateAdapter } from "@chat-adapter/state-ioredis";
import { Chat } from "chat";
import { createLinearAdapter } from "chat-adapter-linear";
import { serve } from "../../examples/node-http/serve.js";
import { createMemoryLogger } from "../support/memory-logger.js";
import type { WorkerReport, WorkerSettings } from "./worker-settings.js";

process.once("disconnect", () => process.exit());
process.once("message", (settings: WorkerSettings) => void run(settings));

async function run({ apiUrl, redisUrl, dies, ...app }: WorkerSettings): Promise<void> {
  const logger = createMemoryLogger();
  const state = createIoRedisState({ url: redisUrl, logger });
  if (dies === "instead of saving an installation") dieInsteadOfSaving(state);
  const linear = createLinearAdapter({ apiUrl, ...app, logger });
  const bot = new Chat({ userName: "helper", adapters: { linear }, state, logger, concurrency: "queue" });
  bot.onNewMention(async (thread, message) => {
    await thread.post(`Answer to ${message.text.replace("@helper ", "")}`);
  });
  await bot.initialize();

  const tasks = new Set<Promise<unknown>>();
  const waitUntil = (task: Promise<unknown>): void => {
    tasks.add(task);
    void task.catch(() => {}).finally(() => tasks.delete(task));
  };
  const server = await serve((request) => bot.webhooks.linear(request, { waitUntil }));
  process.on("message", async () => {
    while (tasks.size > 0) await Promise.allSettled(tasks);
    report({ kind: "settled" });
  });
  report({ kind: "ready", url: server.url });
}

/** The moment after Linear's answer, when the new tokens exist in this process only. */
function dieInsteadOfSaving(state: IoRedisStateAdapter): void {
  const set = state.set.bind(state);
  state.set = async (key, value, ttlMs) => {
    if (key.startsWith("linear:installation:")) process.kill(process.pid, "SIGKILL");
    await set(key, value, ttlMs);
  };
}

function report(what: WorkerReport): void {
  process.send?.(what);
}
