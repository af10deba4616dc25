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

/** What one fresh process took, in milliseconds. */
interface ColdImport {
  total: number;
  /** Of that, after `chat` was there. */
  added: number;
}

export type ColdImports = { [Name in Program]: ColdImport[] };

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

async function importOnce(names: readonly string[]): Promise<ColdImport> {
  const program = [
    "const times = [performance.now()];",
    ...names.map((name) => `await import(${JSON.stringify(name)}); times.push(performance.now());`),
    "console.log(JSON.stringify(times));",
  ];
  const printed = await runChild(["--input-type=module", "--eval", program.join("\n")]);
  const [start = 0, withChat = 0, end = withChat]: number[] = JSON.parse(printed);
  return { total: end - start, added: end - withChat };
}

/** What an adapter takes on top of `chat`: a median, in milliseconds. */
export const addedMs = (results: ColdImports, name: Program): number => median(results[name].map(({ added }) => added));

export function reportColdImports(results: ColdImports): string {
  const rows = (["chat alone", "chat + ours", "chat + theirs"] as const).map((name) => {
    const totals = results[name].map(({ total }) => total);
    const added = quartiles(results[name].map((one) => one.added));
    const ratios = results[name].map(({ total, added: beyond }) => total / (total - beyond));
    return [
      name,
      `${median(totals).toFixed(0)} ms`,
      `${addedMs(results, name).toFixed(0)} ms`,
      `${added.low.toFixed(0)} to ${added.high.toFixed(0)} ms`,
      formatRatio(median(ratios)),
    ];
  });
  return markdownTable(["cold import", "total", "added", "half lie within", "total / chat"], rows);
}
