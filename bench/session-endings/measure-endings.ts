import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startLinearEmulator } from "../built-package.js";
import { markdownTable } from "../markdown-table.js";
import type { Endings, EndingsSettings } from "./bot.js";

const program = fileURLToPath(new URL("bot.ts", import.meta.url));
const COUNTS: readonly number[] = [500, 1_000, 2_500, 5_000];
const BATCH = 100;

type Report = { url: string } | { begun: number } | { endings: Endings };

export interface EndingsRow extends Endings {
  sessions: number;
}

/** Ends many sessions at once, each with a `waitUntil` of its own; a fresh process for each number. */
export async function measureEndings(): Promise<EndingsRow[]> {
  const rows: EndingsRow[] = [];
  for (const sessions of COUNTS) rows.push({ sessions, ...(await endAtOnce(sessions)) });
  return rows;
}

async function endAtOnce(sessions: number): Promise<Endings> {
  const linear = await startLinearEmulator({
    requestsPerHour: 10_000_000,
    webhookTimeoutMs: 120_000,
    app: { events: ["AgentSessionEvent"] },
  });
  const child = fork(program, {
    execArgv: ["--expose-gc", "--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const reports = <Value>(read: (report: Report) => Value | undefined): Promise<Value> =>
    new Promise((resolve) => {
      const onReport = (report: Report): void => {
        const value = read(report);
        if (value === undefined) return;
        child.off("message", onReport);
        resolve(value);
      };
      child.on("message", onReport);
    });
  try {
    const settings: EndingsSettings = {
      apiUrl: linear.apiUrl,
      accessToken: linear.createAccessToken(),
      webhookSecret: linear.app.webhookSecret,
    };
    const isServing = reports((report) => ("url" in report ? report.url : undefined));
    child.send(settings);
    linear.setWebhookUrl(await isServing);
    const haveBegun = reports((report) => ("begun" in report && report.begun === sessions ? true : undefined));
    for (let begun = 0; begun < sessions; begun += BATCH) {
      await Promise.all(
        Array.from({ length: BATCH }, () => linear.mention({ issue: linear.createIssue(), text: "please" })),
      );
    }
    await haveBegun;
    const haveEnded = reports((report) => ("endings" in report ? report.endings : undefined));
    child.send("go");
    return await haveEnded;
  } finally {
    child.kill("SIGKILL");
    await linear.close();
  }
}

const MB = 1_000_000;

export function reportEndings(rows: readonly EndingsRow[]): string {
  return markdownTable(
    ["sessions", "all ended after, ms", "loop blocked at most, ms", "peak of the heap, MB", "per session, kB"],
    rows.map(({ sessions, ms, blockedMs, peakBytes }) => [
      String(sessions),
      ms.toFixed(0),
      blockedMs.toFixed(0),
      (peakBytes / MB).toFixed(0),
      (peakBytes / 1_000 / sessions).toFixed(1),
    ]),
  );
}
