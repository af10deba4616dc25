import { markdownTable } from "../markdown-table.js";
import { runChild } from "../run-child.js";
import { formatCount, formatRatio } from "../statistics.js";

export interface InstallationCost {
  /** How many organizations the bot has. */
  organizations: number;
  /** Heap of each: its tokens, and what one mention from it leaves behind. */
  bytes: number;
  /** CPU time of one mention, each from the next organization. */
  microseconds: number;
}

const SIZES = [10, 100, 1_000, 2_000];

/** What an organization costs a bot that so many have installed. */
export async function measureInstallations(): Promise<readonly InstallationCost[]> {
  const costs: InstallationCost[] = [];
  for (const organizations of SIZES) {
    const bytes = await runMeasurement("memory", organizations);
    const microseconds = await runMeasurement("time", organizations);
    costs.push({ organizations, bytes, microseconds });
  }
  return costs;
}

async function runMeasurement(subject: "memory" | "time", organizations: number): Promise<number> {
  const program = "bench/installations/measure-installations.ts";
  return Number(await runChild(["--expose-gc", "--import", "tsx", program, subject, String(organizations)]));
}

/** With each number as a multiple of the one for the fewest organizations. */
export function reportInstallations(costs: readonly InstallationCost[]): string {
  const [least] = costs;
  const rows = costs.map(({ organizations, bytes, microseconds }) => [
    formatCount(organizations),
    `${formatCount(Math.round(bytes))} bytes`,
    formatRatio(bytes / (least?.bytes ?? Number.NaN)),
    `${Math.round(microseconds)} µs`,
    formatRatio(microseconds / (least?.microseconds ?? Number.NaN)),
  ]);
  return markdownTable(["organizations", "memory of each", "ratio", "CPU per mention", "ratio"], rows);
}
