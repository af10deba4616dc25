import { type Contender, contenders } from "../contenders.js";
import { markdownTable } from "../markdown-table.js";
import { formatCount, formatRatio } from "../statistics.js";
import type { Cost, OperationResult } from "./measure-requests.js";

const measures: readonly { name: string; of: (cost: Cost) => number }[] = [
  { name: "requests", of: (cost) => cost.requests },
  { name: "round trips", of: (cost) => cost.roundTrips },
  { name: "bytes", of: (cost) => cost.bytes },
  { name: "points", of: (cost) => cost.points },
];

/** A row per operation; what failed is explained below the table. */
export function reportRequests(results: readonly OperationResult[]): string {
  const header = ["ours / theirs", ...measures.map(({ name }) => name)];
  const rows = results.map((result) => [result.name, ...measures.map(({ of }) => toCell(result, of))]);
  const failures = results.flatMap((result) => contenders.flatMap((contender) => describeFailure(result, contender)));
  return [markdownTable(header, rows), "", ...failures].join("\n");
}

function toCell({ outcomes }: OperationResult, of: (cost: Cost) => number): string {
  const [ours, theirs] = [outcomes.ours.cost, outcomes.theirs.cost];
  const cells = contenders.map((contender) => {
    const { kind, cost } = outcomes[contender];
    return `${cost === undefined ? "fails" : formatCount(of(cost))}${kind === "failed" && cost ? "*" : ""}`;
  });
  const ratio = ours && theirs && of(ours) > 0 ? ` (${formatRatio(of(theirs) / of(ours))})` : "";
  return `${cells.join(" / ")}${ratio}`;
}

function describeFailure({ name, outcomes }: OperationResult, contender: Contender): string[] {
  const outcome = outcomes[contender];
  if (outcome.kind === "done") return [];
  const cost = outcome.cost ? " (* counted with a Linear that overlooks it)" : "";
  return [`- ${name}, ${contender} fails: ${outcome.reason}${cost}`];
}
