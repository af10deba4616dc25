import { describe, expect, it } from "vitest";
import { absolute, readText } from "./support/guards/repository.js";
import { type ProcessResult, runProcess } from "./support/guards/run-process.js";

const SLOW_MS = 240_000;

/** `npm run docs` without its output, with these arguments besides. */
const makeReference = (...args: string[]): Promise<ProcessResult> =>
  runProcess(process.execPath, [absolute("node_modules/typedoc/bin/typedoc"), "--emit", "none", ...args], {
    timeoutMs: SLOW_MS,
  });

const { entryPoints }: { entryPoints: readonly string[] } = JSON.parse(readText("typedoc.json"));

describe("the API reference", { timeout: SLOW_MS }, () => {
  it("is made of every entry", () => {
    const { exports } = JSON.parse(readText("package.json"));
    const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
    const sources = entries.map((entry) => (entry === "." ? "src/index.ts" : `src/${entry.slice(2)}.ts`));

    expect(entryPoints).toEqual(sources);
  });

  it("has a doc comment for each exported name and method, without a broken link, and is not made where one has none", async () => {
    const samples = [...entryPoints, "test/support/guards/samples/undocumented.ts"];
    const { code, stderr } = await makeReference(...samples.flatMap((path) => ["--entryPoints", path]));

    expect(code).not.toBe(0);
    // The sample's is all that is wrong.
    expect(stderr.split("\n").filter((line) => /\[(error|warning)\]/.test(line))).toEqual([
      expect.stringContaining("undocumented (Variable)"),
      expect.stringContaining("Found 0 errors and 1 warnings"),
    ]);
  });
});
