import { markdownTable } from "./markdown-table.js";
import { runChild } from "./run-child.js";
import { formatRatio, median, quartiles } from "./statistics.js";

/** What a bot imports. By name, as its users do: the package finds itself through its `exports`. */
const programs = {
  "chat alone": ["chat"],
  "chat + ours": ["chat", "chat-adapter-linear"],
  "chat + theirs": ["chat", "@chat-adapter/linear"],
} as const;

type Program = keyof typeof programs;

/** Milliseconds that each fresh process took, one per round. */
export type ColdImports = { [Name in Program]: number[] };

const ROUNDS = 15;

/** Imports in fresh processes, in turn. The first round fills the file cache and is not counted. */
export async function measureColdImports(): Promise<ColdImports> {
  const results: ColdImports = { "chat alone": [], "chat + ours": [], "chat + theirs": [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const alone = await importOnce(programs["chat alone"]);
    const withOurs = await importOnce(programs["chat + ours"]);
    const withTheirs = await importOnce(programs["chat + theirs"]);
    if (round === 0) continue;
    results["chat alone"].push(alone);
    results["chat + ours"].push(withOurs);
    results["chat + theirs"].push(withTheirs);
  }
  return results;
}

async function importOnce(names: readonly string[]): Promise<number> {
  const lines = names.map((name) => `await import(${JSON.stringify(name)});`);
  const program = ["const start = performance.now();", ...lines, "console.log(performance.now() - start);"].join("\n");
  return Number(await runChild(["--input-type=module", "--eval", program]));
}

/** What a program takes beyond `chat` alone: the median of the rounds' differences, in milliseconds. */
export function addedMs(results: ColdImports, name: Program): number {
  return median(results[name].map((total, round) => total - (results["chat alone"][round] ?? Number.NaN)));
}

export function reportColdImports(results: ColdImports): string {
  const rows = (["chat alone", "chat + ours", "chat + theirs"] as const).map((name) => {
    const { low, high } = quartiles(results[name]);
    const ratios = results[name].map((total, round) => total / (results["chat alone"][round] ?? Number.NaN));
    return [
      name,
      `${median(results[name]).toFixed(0)} ms`,
      `${low.toFixed(0)} to ${high.toFixed(0)} ms`,
      name === "chat alone" ? "" : `${addedMs(results, name).toFixed(0)} ms`,
      formatRatio(median(ratios)),
    ];
  });
  return markdownTable(["cold import", "median", "half lie within", "added", "ratio"], rows);
}
