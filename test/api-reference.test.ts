import { describe, expect, it } from "vitest";
import { absolute, readText } from "./support/guards/repository.js";
import { type ProcessResult, runProcess } from "./support/guards/run-process.js";

const SLOW_MS = 240_000;

/** `npm run docs` without its output, with these arguments besides. */
const makeReference = (...args: string[]): Promise<ProcessResult> =>
  runProcess(process.execPath, [absolute("node_modules/typedoc/bin/typedoc"), "--emit", "none", ...args], {
    timeoutMs: SLOW_MS,
  });

describe("the API reference", { timeout: SLOW_MS }, () => {
  it("is made of every entry", () => {
    const { exports } = JSON.parse(readText("package.json"));
    const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
    const sources = entries.map((entry) => (entry === "." ? "src/index.ts" : `src/${entry.slice(2)}.ts`));

    expect(JSON.parse(readText("typedoc.json")).entryPoints).toEqual(sources);
  });

  it("has a doc comment for each exported name and method, without a broken link", async () => {
    expect(await makeReference()).toMatchObject({ code: 0, stderr: "" });
  });

  it("is not made where a name has none", async () => {
    const { code, stderr } = await makeReference("--entryPoints", "test/support/guards/samples/undocumented.ts");

    expect(code).not.toBe(0);
    expect(stderr.split("\n").filter((line) => line.includes("does not have any documentation"))).toEqual([
      expect.stringContaining("undocumented (Variable)"),
    ]);
  });
});
