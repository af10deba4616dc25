import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What is tried, each by itself: the newest of what the package stands beside. */
const TRIALS: readonly (readonly string[])[] = [
  ["chat@latest", "@chat-adapter/tests@latest", "@chat-adapter/state-memory@latest"],
  ["ai@6"],
  ["ai@7"],
];
// Tests that hold the package beside the Chat SDK and the AI SDK.
const TESTS = [
  "test/streams",
  "test/features/drop-in",
  "test/features/comments",
  "test/features/sessions",
  "test/render",
];
const NOT_COPIED = /\/(node_modules|\.git|\.tmp|dist|\.next)$/;

/** Runs type check and tests with the newest versions, in a copy of the repository. Says what it found, in lines. */
function main(): void {
  const results = TRIALS.map((specs) => ({ specs, failures: tryWith(specs) }));
  for (const { specs, failures } of results) {
    print(`${specs.join(", ")}: ${failures.length === 0 ? "passes" : `FAILED (${failures.join(", ")})`}`);
  }
  if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

/** The steps that failed. */
function tryWith(specs: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "latest-"));
  try {
    cpSync(".", folder, { recursive: true, filter: (path) => !NOT_COPIED.test(`/${path}`) });
    const run = (command: string, ...args: string[]): boolean =>
      spawnSync(command, args, { cwd: folder, stdio: "inherit" }).status === 0;
    print(`\nTrying ${specs.join(", ")}`);
    if (!run("npm", "ci", "--prefer-offline", "--ignore-scripts")) return ["npm ci"];
    if (!run("npm", "install", "--no-save", "--ignore-scripts", "--legacy-peer-deps", ...specs)) return ["npm install"];
    const steps = { "type check": ["tsc", "--noEmit"], tests: ["vitest", "run", ...TESTS] };
    return Object.entries(steps).flatMap(([name, args]) => (run("npx", ...args) ? [] : [name]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

main();
