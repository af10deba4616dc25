import { markdownTable } from "./markdown-table.js";
import { runChild } from "./run-child.js";
import { formatRatio, median, quartiles } from "./statistics.js";

/** What a bot imports. By name, as its users do: the package finds itself through its `exports`. */
const programs = [
  { name: "chat alone", imports: ["chat"] },
  { name: "chat + ours", imports: ["chat", "chat-adapter-linear"] },
  { name: "chat + theirs", imports: ["chat", "@chat-adapter/linear"] },
] as const;

export interface ColdImport {
  name: string;
  /** Of each fresh process, in milliseconds. */
  totalsMs: number[];
}

const ROUNDS = 15;

/** Imports in fresh processes, in turn. The first round fills the file cache and is not counted. */
export async function measureColdImports(): Promise<ColdImport[]> {
  const results = programs.map(({ name }) => ({ name, totalsMs: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, { imports }] of programs.entries()) {
      const totalMs = Number(await runChild(["--input-type=module", "--eval", toProgram(imports)]));
      if (round > 0) results[index]?.totalsMs.push(totalMs);
    }
  }
  return results;
}

function toProgram(imports: readonly string[]): string {
  const lines = imports.map((name) => `await import(${JSON.stringify(name)});`);
  return ["const start = performance.now();", ...lines, "console.log(performance.now() - start);"].join("\n");
}

export function reportColdImports(results: readonly ColdImport[]): string {
  const alone = median(results[0]?.totalsMs ?? []);
  const rows = results.map(({ name, totalsMs }, index) => {
    const total = median(totalsMs);
    const { low, high } = quartiles(totalsMs);
    const added = index === 0 ? "" : `+${(total - alone).toFixed(0)} ms`;
    return [
      name,
      `${total.toFixed(0)} ms`,
      `${low.toFixed(0)}–${high.toFixed(0)} ms`,
      added,
      formatRatio(total / alone),
    ];
  });
  return markdownTable(["cold import", "median", "half lie in", "added", "ratio"], rows);
}
