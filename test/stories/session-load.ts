import { setTimeout as sleep } from "node:timers/promises";
import type { Chat, StreamChunk, Thread } from "chat";
import { type LinearEmulator, startLinearEmulator } from "chat-adapter-linear/emulator";

export interface SessionLoad {
  sessions: number;
  /** Tool steps in each session. */
  steps: number;
  /** Text chunks in each session, spread over the steps and the answer. */
  chunks: number;
}

/** 200 sessions of an app that may send 5,000 requests an hour, or fewer of one that may send as many per session. */
export const loadOf = (sessions: number): SessionLoad => ({ sessions, steps: 20, chunks: 200 });
const REQUESTS_PER_SESSION = 25;
const LATENCY_MS = 50;

// A tool that answers at once is no load: nothing but its result would be shown.
const STEP_MS = 250;

export interface SessionReport {
  status: string;
  /** From the session's beginning to the first sign of its agent, in ms; undefined where there is none. */
  heardAfterMs: number | undefined;
  /** Types and texts of what stays, in order. */
  lasting: readonly string[];
}

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

/** What the answer of a session is. */
export const ANSWER = "All of it is done.";

/**
 * Opens all sessions at once and lets a bot work in each: between its tool steps it says what it is about to do, at
 * the end it answers.
 */
export async function playSessionLoad(
  load: SessionLoad,
  startBot: (linear: LinearEmulator) => Promise<LoadBot>,
): Promise<LoadReport> {
  const tasks: Promise<unknown>[] = [];
  const receivers: LoadBot[] = [];
  const linear = await startLinearEmulator({
    requestsPerHour: load.sessions * REQUESTS_PER_SESSION,
    latencyMs: LATENCY_MS,
    app: { events: ["AgentSessionEvent"] },
    webhookTimeoutMs: 60_000,
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
    bot.onNewMention(async (thread) => {
      await work(thread, load);
    });
    receivers.push(bot);

    const startedAt = performance.now();
    const issues = Array.from({ length: load.sessions }, () => linear.createIssue());
    await Promise.all(issues.map((issue) => linear.mention({ issue, text: "please do all of it" })));
    await linear.settled();
    await Promise.all(tasks);
    return report(linear, (performance.now() - startedAt) / 1_000);
  } finally {
    await linear.close();
  }
}

async function work(thread: Thread, { steps, chunks }: SessionLoad): Promise<void> {
  await thread.post(play(steps, Math.floor(chunks / (steps + 1))));
}

async function* play(steps: number, chunksPerPart: number): AsyncGenerator<string | StreamChunk> {
  for (let step = 1; step <= steps; step += 1) {
    for (let chunk = 1; chunk < chunksPerPart; chunk += 1) yield `word ${chunk} `;
    yield `before step ${step}.`;
    const task = { type: "task_update", id: String(step), title: `Step ${step}` } as const;
    yield { ...task, status: "in_progress" };
    await sleep(STEP_MS);
    yield { ...task, status: "complete", output: `result ${step}` };
  }
  for (const part of ANSWER.split(/(?= )/)) yield part;
}

function report(linear: LinearEmulator, seconds: number): LoadReport {
  return {
    requests: linear.requests().length,
    rateLimited: linear.requests().filter(({ status }) => status === 400 || status === 429).length,
    seconds,
    sessions: linear.sessions().map((session) => {
      const said = linear
        .activities(session, { includeArchived: true })
        .filter(({ content }) => content.type !== "prompt");
      const [first] = said;
      return {
        status: linear.session(session).status,
        heardAfterMs: first && Date.parse(first.createdAt) - Date.parse(session.createdAt),
        lasting: said
          .filter(({ ephemeral }) => !ephemeral)
          .map(({ content }) =>
            content.type === "action"
              ? `action: ${content.action} ${content.parameter} ${content.result ?? ""}`
              : `${content.type}: ${content.body}`,
          ),
      };
    }),
  };
}
