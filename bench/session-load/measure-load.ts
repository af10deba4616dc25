/*
 * Runs in a process of its own, with the emulated Linear in it and each bot in one more, and prints JSON: what became
 * of the sessions. With `--only <contender>` it is what to hand to a profiler.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { LinearEmulator } from "chat-adapter-linear/emulator";
import { ANSWER, reportSessions, resultsIn, type SessionReport } from "../../test/stories/session-work.js";
import { startLinearEmulator } from "../built-package.js";
import { type Contender, contenders } from "../contenders.js";
import { startRecordingProxy } from "../requests/recording-proxy.js";
import { overlookEmptyParameters } from "../requests/session-operations.js";
import { median } from "../statistics.js";
import { startBotProcess } from "./bot-process.js";
import { type LinearKind, LOAD, type LoadResult, type LoadRun, linears } from "./load-run.js";

// Who works on after this is stopped.
const MAX_DURATION_MS = 120_000;
const REQUESTS_WITHOUT_LIMIT = 1_000_000;

const { values: options } = parseArgs({ options: { only: { type: "string", default: "" } } });
console.log(
  JSON.stringify(await measureAll(contenders.filter((name) => options.only === "" || name === options.only))),
);

/** All on the same work. Who answers nowhere tries again where Linear makes it easier, to show what it would take. */
async function measureAll(names: readonly Contender[]): Promise<LoadRun[]> {
  const runs: LoadRun[] = [];
  for (const contender of names) {
    for (const linear of linears) {
      const result = await measure(contender, linear);
      runs.push({ contender, linear, result });
      if (result.answered > 0) break;
    }
  }
  return runs;
}

async function measure(contender: Contender, kind: LinearKind): Promise<LoadResult> {
  const linear = await startLinearEmulator({
    requestsPerHour: kind === "unlimited" ? REQUESTS_WITHOUT_LIMIT : LOAD.requestsPerHour,
    latencyMs: LOAD.latencyMs,
    // A machine that is busy with something else is no reason to deliver again.
    webhookTimeoutMs: MAX_DURATION_MS,
    app: { events: ["AgentSessionEvent"] },
  });
  const proxy = await startRecordingProxy(linear.apiUrl);
  proxy.rewrite(overlookEmptyParameters);
  const bot = await startBotProcess({
    contender,
    options: {
      apiUrl: kind === "exact" ? linear.apiUrl : proxy.apiUrl,
      accessToken: linear.createAccessToken(),
      webhookSecret: linear.app.webhookSecret,
      mode: "agent-sessions",
    },
    load: LOAD,
  });
  try {
    linear.setWebhookUrl(bot.url);
    linear.clearRequests();
    const startedAt = performance.now();
    await mentionEverywhere(linear);
    const cpuMs = await Promise.race([bot.settled(), sleep(MAX_DURATION_MS, undefined, { ref: false })]);
    const durationMs = cpuMs === undefined ? undefined : performance.now() - startedAt;
    return { ...toResult(linear, reportSessions(linear)), durationMs, cpuMs };
  } finally {
    await bot.end();
    await proxy.close();
    await linear.close();
  }
}

/** Opens all sessions at once. Resolves when the bot has taken all of them on. */
async function mentionEverywhere(linear: LinearEmulator): Promise<void> {
  const issues = Array.from({ length: LOAD.sessions }, () => linear.createIssue());
  await Promise.all(issues.map((issue) => linear.mention({ issue, text: "please do all of it" })));
  await linear.settled();
  const refused = linear.deliveries().filter(({ attempts }) => attempts.some(({ status }) => status !== 200));
  if (refused.length > 0) throw new Error(`The bot did not take on ${refused.length} sessions`);
}

function toResult(
  linear: LinearEmulator,
  sessions: readonly SessionReport[],
): Omit<LoadResult, "durationMs" | "cpuMs"> {
  const heard = sessions.flatMap(({ heardAfterMs }) => (heardAfterMs === undefined ? [] : [heardAfterMs]));
  const answered = sessions.filter(isAnswered).length;
  const failed = sessions.filter(({ status }) => status === "error").length;
  return {
    requests: linear.requests().length,
    // https://linear.app/developers/rate-limiting: HTTP 400
    rateLimited: linear.requests().filter(({ status }) => status === 400).length,
    answered,
    failed,
    left: sessions.length - answered - failed,
    results: sessions.reduce((sum, session) => sum + new Set(resultsIn(session)).size, 0),
    unheard: sessions.length - heard.length,
    heardAfterMs: heard.length === 0 ? undefined : { median: median(heard), max: Math.max(...heard) },
  };
}

function isAnswered({ status, lasting }: SessionReport): boolean {
  const responses = lasting.filter((text) => text.startsWith("response: "));
  return status === "complete" && responses.length === 1 && responses[0]?.endsWith(ANSWER) === true;
}
