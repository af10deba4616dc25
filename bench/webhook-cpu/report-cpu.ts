import { markdownTable } from "../markdown-table.js";
import { runChild } from "../run-child.js";
import { formatRatio, median } from "../statistics.js";
import type { CpuBlocks } from "./measure-cpu.js";
import { type ReceiverName, receiverNames } from "./receivers.js";

export interface CpuCost {
  /** Median of the blocks, in microseconds. */
  microseconds: number;
  /** Median of the blocks' ratios to the floor's block of the same round: what slows the machine slows both. */
  ratio: number;
}

export type CpuResults = readonly { kind: string; costs: { [Name in ReceiverName]: CpuCost } }[];

export async function measureCpu(): Promise<CpuResults> {
  const printed = await runChild(["--import", "tsx", "bench/webhook-cpu/measure-cpu.ts"]);
  const blocks: CpuBlocks = JSON.parse(printed);
  return Object.entries(blocks).map(([kind, byName]) => {
    const floors = byName.floor ?? [];
    const costOf = (name: ReceiverName): CpuCost => {
      const values = byName[name] ?? [];
      const ratios = values.map((value, round) => value / (floors[round] ?? Number.NaN));
      return { microseconds: median(values), ratio: median(ratios) };
    };
    return {
      kind,
      costs: {
        floor: costOf("floor"),
        "floor + chat": costOf("floor + chat"),
        "ours alone": costOf("ours alone"),
        "theirs alone": costOf("theirs alone"),
        ours: costOf("ours"),
        theirs: costOf("theirs"),
      },
    };
  });
}

/** A row per kind of comment, each as a multiple of its floor. */
export function reportCpu(results: CpuResults): string {
  const rows = results.map(({ kind, costs }) => [kind, ...receiverNames.map((name) => formatCost(costs[name]))]);
  return markdownTable(["a comment with", ...receiverNames], rows);
}

const formatCost = ({ microseconds, ratio }: CpuCost): string =>
  `${Math.round(microseconds)} µs (${formatRatio(ratio)})`;
