import { markdownTable } from "../markdown-table.js";
import { runChild } from "../run-child.js";
import { formatRatio, median } from "../statistics.js";
import type { CpuBlocks } from "./measure-cpu.js";
import { receiverNames } from "./receivers.js";

export type CpuResults = readonly { kind: string; medians: readonly number[] }[];

/** Medians in the order of `receiverNames`, in microseconds. */
export async function measureCpu(): Promise<CpuResults> {
  const printed = await runChild(["--import", "tsx", "bench/webhook-cpu/measure-cpu.ts"]);
  const blocks: CpuBlocks = JSON.parse(printed);
  return Object.entries(blocks).map(([kind, byName]) => ({
    kind,
    medians: receiverNames.map((name) => median(byName[name] ?? [])),
  }));
}

/** Everything as a multiple of the floor of the same comment. */
export function reportCpu(results: CpuResults): string {
  const rows = results.map(({ kind, medians }) => {
    const [floor = Number.NaN, ...others] = medians;
    const cells = others.map((value) => `${Math.round(value)} µs (${formatRatio(value / floor)})`);
    return [kind, `${Math.round(floor)} µs`, ...cells];
  });
  return markdownTable(["a comment with", ...receiverNames], rows);
}
