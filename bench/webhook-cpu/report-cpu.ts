import { markdownTable } from "../markdown-table.js";
import { runChild } from "../run-child.js";
import { formatRatio, median } from "../statistics.js";
import { type CommentKind, commentKinds } from "./deliveries.js";
import { type ReceiverName, receiverNames } from "./receivers.js";

export interface CpuCost {
  /** Median of the blocks of all rounds, in microseconds. */
  microseconds: number;
  /** How many times the floor's median that is. */
  ratio: number;
}

export interface KindCosts {
  kind: CommentKind;
  costs: ReadonlyMap<ReceiverName, CpuCost>;
}

// What slows the machine for a while slows all receivers of a round.
const ROUNDS = 3;

export async function measureCpu(): Promise<KindCosts[]> {
  const results: KindCosts[] = [];
  for (const kind of commentKinds) results.push({ kind, costs: await measureKind(kind) });
  return results;
}

async function measureKind(kind: CommentKind): Promise<Map<ReceiverName, CpuCost>> {
  const blocks = new Map<ReceiverName, number[]>(receiverNames.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, values] of blocks) values.push(...(await measureReceiver(name, kind)));
  }
  const floor = median(blocks.get("floor") ?? []);
  return new Map([...blocks].map(([name, values]) => [name, toCost(median(values), floor)]));
}

const toCost = (microseconds: number, floor: number): CpuCost => ({ microseconds, ratio: microseconds / floor });

async function measureReceiver(name: ReceiverName, kind: CommentKind): Promise<number[]> {
  const script = "bench/webhook-cpu/measure-cpu.ts";
  return JSON.parse(await runChild(["--import", "tsx", script, "--only", name, "--kind", kind, "--blocks", "5"]));
}

/** A row per kind of comment, each as a multiple of its floor. */
export function reportCpu(results: readonly KindCosts[]): string {
  const rows = results.map(({ kind, costs }) => [kind, ...[...costs.values()].map(formatCost), formatShare(costs)]);
  return markdownTable(["a comment with", ...receiverNames, "ours / theirs"], rows);
}

const formatCost = ({ microseconds, ratio }: CpuCost): string =>
  `${Math.round(microseconds)} µs (${formatRatio(ratio)})`;

const formatShare = (costs: KindCosts["costs"]): string => {
  const [ours, theirs] = [costs.get("ours"), costs.get("theirs")];
  return ours && theirs ? (ours.microseconds / theirs.microseconds).toFixed(2) : "";
};
