import { performance } from "node:perf_hooks";
import type { Chat } from "chat";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";
import { reportSessions, type SessionLoad, type SessionReport, workIn } from "./session-work.js";

export interface LoadReport {
  requests: number;
  /** Answers that Linear refused for its rate limit. */
  rateLimited: number;
  seconds: number;
  sessions: readonly SessionReport[];
}

export type LoadBot = Pick<Chat, "onNewMention"> & {
  webhooks: { linear(request: Request, options: { waitUntil(task: Promise<unknown>): void }): Promise<Response> };
};

/**
 * Opens all sessions at once and lets a bot work in each. Linear's clock stands still while the machine is busy with
 * something else.
 */
export async function playSessionLoad(
  load: SessionLoad,
  startBot: (linear: LinearEmulator) => Promise<LoadBot>,
): Promise<LoadReport> {
  const tasks: Promise<unknown>[] = [];
  const receivers: LoadBot[] = [];
  const linear = await startLinearEmulator({
    requestsPerHour: load.requestsPerHour,
    latencyMs: load.latencyMs,
    app: { events: ["AgentSessionEvent"] },
    webhookTimeoutMs: 60_000,
    now: createOwnTime(),
    fetch: async (_, init) => {
      const [bot] = receivers;
      if (bot === undefined) throw new Error("There is no bot yet");
      const request = new Request("http://bot.invalid/webhooks/linear", init);
      return await bot.webhooks.linear(request, { waitUntil: (task) => void tasks.push(task.catch(() => {})) });
    },
  });
  try {
    linear.setWebhookUrl("http://bot.invalid/");
    const bot = await startBot(linear);
    bot.onNewMention((thread) => workIn(thread, load));
    receivers.push(bot);

    const startedAt = performance.now();
    const issues = Array.from({ length: load.sessions }, () => linear.createIssue());
    await Promise.all(issues.map((issue) => linear.mention({ issue, text: "please do all of it" })));
    await linear.settled();
    await Promise.all(tasks);
    return {
      requests: linear.requests().length,
      rateLimited: linear.requests().filter(({ status }) => status === 400 || status === 429).length,
      seconds: (performance.now() - startedAt) / 1_000,
      sessions: reportSessions(linear),
    };
  } finally {
    await linear.close();
  }
}

/** The time of a clock that runs only while this process works or waits. */
function createOwnTime(): () => Date {
  const startedAt = Date.now();
  const idleAtStart = performance.eventLoopUtilization().idle;
  const cpuAtStart = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuAtStart);
    const idleMs = performance.eventLoopUtilization().idle - idleAtStart;
    return new Date(startedAt + idleMs + (user + system) / 1_000);
  };
}
