import { addedMs, type ColdImports } from "./cold-import.js";
import { markdownTable } from "./markdown-table.js";
import type { Cost, OperationResult, Outcome } from "./requests/measure-requests.js";
import { LOAD, type LoadRun } from "./session-load/load-run.js";
import { describeLoad } from "./session-load/report-load.js";
import { formatCount, formatRatio } from "./statistics.js";
import type { KindCosts } from "./webhook-cpu/report-cpu.js";

export interface Results {
  requests: readonly OperationResult[];
  load: readonly LoadRun[];
  cpu: readonly KindCosts[];
  imports: ColdImports;
}

/** The few lines that the package's README shows. */
export function summarize({ requests, load, cpu, imports }: Results): string {
  const rows = [
    ...requests.map(({ name, outcomes }) => [name, describe(outcomes.ours), describe(outcomes.theirs)]),
    [`${LOAD.sessions} agent sessions at once`, describeLoad(load, "ours"), describeLoad(load, "theirs")],
    ...cpu.map(({ kind, costs }) => [
      `CPU of a webhook, ${kind}`,
      `${formatRatio(costs.get("ours")?.ratio ?? Number.NaN)} the floor`,
      `${formatRatio(costs.get("theirs")?.ratio ?? Number.NaN)} the floor`,
    ]),
    ["cold import, on top of `chat`", ms(addedMs(imports, "chat + ours")), ms(addedMs(imports, "chat + theirs"))],
  ];
  return markdownTable(["", "chat-adapter-linear", "@chat-adapter/linear"], rows);
}

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case "done":
      return describeCost(outcome.cost);
    case "failed":
      return outcome.cost ? `fails (else ${describeCost(outcome.cost)})` : "fails";
  }
}

function describeCost({ requests, points }: Cost): string {
  return `${requests} ${requests === 1 ? "request" : "requests"}, ${formatCount(points)} points`;
}

const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;
