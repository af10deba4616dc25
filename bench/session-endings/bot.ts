/*
 * A bot in a process of its own, whose sessions all wait in their handlers until the one who forked it says "go". Then it
 * reports what it took to end them all at once.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, ConsoleLogger } from "chat";
import { serve } from "../../examples/node-http/serve.js";
import { createLinearAdapter } from "../built-package.js";

export interface EndingsSettings {
  apiUrl: string;
  accessToken: string;
  webhookSecret: string;
}

/** What ending all sessions at once took. */
export interface Endings {
  /** Until everything that `waitUntil` was given is done. */
  ms: number;
  /** The longest time for which nothing else could run, in ms. */
  blockedMs: number;
  /** The most memory that the process had in use then, beyond what it had before, in bytes. */
  peakBytes: number;
}

const SAMPLE_MS = 20;

process.once("disconnect", () => process.exit());
process.once("message", (settings: EndingsSettings) => void run(settings));

async function run(settings: EndingsSettings): Promise<void> {
  const logger = new ConsoleLogger("silent");
  const linear = createLinearAdapter({ ...settings, mode: "agent-sessions", acknowledgeAfterMs: false, logger });
  const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), logger });
  let begun = 0;
  let go: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  bot.onNewMention(async (thread) => {
    begun += 1;
    process.send?.({ begun });
    await gone;
    await thread.post("Done.");
  });
  await bot.initialize();
  const tasks: Promise<unknown>[] = [];
  const server = await serve((request) => bot.webhooks.linear(request, { waitUntil: (task) => void tasks.push(task) }));
  process.once("message", async () => process.send?.({ endings: await measure(go, tasks) }));
  process.send?.({ url: server.url });
}

async function measure(go: () => void, tasks: readonly Promise<unknown>[]): Promise<Endings> {
  // Else what is garbage by then would hide how much the heap grows.
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = before;
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      peak = Math.max(peak, process.memoryUsage().heapUsed);
      await sleep(SAMPLE_MS);
    }
  })();
  const startedAt = performance.now();
  go();
  await Promise.all(tasks);
  const ms = performance.now() - startedAt;
  over.abort();
  await watching;
  return { ms, blockedMs: delay.max / 1e6, peakBytes: peak - before };
}
