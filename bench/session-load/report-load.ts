import type { Contender } from "../contenders.js";
import { markdownTable } from "../markdown-table.js";
import { runChild } from "../run-child.js";
import { formatCount } from "../statistics.js";
import { type LinearKind, LOAD, type LoadResult, type LoadRun } from "./load-run.js";

export async function measureSessionLoad(): Promise<LoadRun[]> {
  return JSON.parse(await runChild(["--import", "tsx", "bench/session-load/measure-load.ts"]));
}

const measures: readonly { name: string; of: (result: LoadResult) => string }[] = [
  { name: "requests per session", of: formatRequests },
  { name: "sessions answered", of: ({ answered }) => formatCount(answered) },
  { name: "ended in an error", of: ({ failed }) => formatCount(failed) },
  { name: "left open", of: ({ left }) => formatCount(left) },
  { name: "sessions that heard nothing", of: ({ unheard }) => formatCount(unheard) },
  { name: "first sign, median", of: ({ heardAfterMs }) => formatMs(heardAfterMs?.median) },
  { name: "first sign, last", of: ({ heardAfterMs }) => formatMs(heardAfterMs?.max) },
  { name: "results of tool steps shown", of: ({ results }) => formatCount(results) },
  { name: "rate-limited answers", of: ({ rateLimited }) => formatCount(rateLimited) },
  { name: "until all was over", of: ({ durationMs }) => (durationMs === undefined ? "stopped" : formatMs(durationMs)) },
  { name: "CPU of the bot", of: ({ cpuMs }) => formatMs(cpuMs) },
];

const marks: { [Kind in LinearKind]: string } = { exact: "", lenient: "*", unlimited: "**" };
const notes: { [Kind in LinearKind]: string } = {
  exact: "Linear as it is",
  lenient: "a Linear that overlooks what it refuses of this adapter",
  unlimited: "the same, without a rate limit",
};

const titleOf = ({ contender, linear }: LoadRun): string => `${contender}${marks[linear]}`;

/** A column per run, a row per measure. */
export function reportSessionLoad(runs: readonly LoadRun[]): string {
  const { sessions, steps, chunks, requestsPerHour, latencyMs } = LOAD;
  const header = ["", ...runs.map(titleOf)];
  const rows = measures.map(({ name, of }) => [name, ...runs.map(({ result }) => of(result))]);
  return [
    `${formatCount(sessions)} sessions at once, each with ${steps} tool steps and ${chunks} chunks of text; Linear takes ` +
      `${formatCount(requestsPerHour)} requests an hour and ${latencyMs} ms for each.`,
    "",
    markdownTable(header, rows),
    "",
    ...runs.map((run) => `- ${titleOf(run)}: ${notes[run.linear]}`),
  ].join("\n");
}

/** The outcome for one contender in one line. */
export function describeLoad(runs: readonly LoadRun[], contender: Contender): string {
  const results = runs.flatMap((run) => (run.contender === contender ? [run.result] : []));
  const [exact, easiest] = [results[0], results.at(-1)];
  if (exact === undefined || easiest === undefined) return "";
  const cost = `${formatRequests(easiest)} requests each`;
  return `${formatCount(exact.answered)} answered${exact === easiest ? `, ${cost}` : ` (else ${cost})`}`;
}

function formatRequests({ requests }: LoadResult): string {
  return (requests / LOAD.sessions).toFixed(1);
}

const formatMs = (ms: number | undefined): string => (ms === undefined ? "" : `${(ms / 1_000).toFixed(1)} s`);
