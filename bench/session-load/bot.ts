/*
 * A bot in a process of its own. It gets its settings as the first message, says where it takes webhooks, and on
 * "settle" says when everything that they have set off is done.
 */

import { serve } from "../../examples/node-http/serve.js";
import { workIn } from "../../test/stories/session-work.js";
import { startBot } from "../contenders.js";
import type { BotReport, BotSettings } from "./bot-settings.js";

const tell = (report: BotReport): void => void process.send?.(report);

process.once("message", async ({ contender, options, load }: BotSettings) => {
  const tasks: Promise<unknown>[] = [];
  const waitUntil = (task: Promise<unknown>): void => void tasks.push(task.catch(() => {}));
  const { chat } = await startBot(contender, options);
  chat.onNewMention((thread) => workIn(thread, load));
  const { url } = await serve((request) => chat.webhooks.linear(request, { waitUntil }));
  const before = process.cpuUsage();
  process.once("message", async () => {
    await Promise.all(tasks);
    const { user, system } = process.cpuUsage(before);
    tell({ kind: "settled", cpuMs: (user + system) / 1_000 });
  });
  tell({ kind: "ready", url });
});
process.once("disconnect", () => process.exit());
