import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LinearEmulator, startLinearEmulator } from "../src/emulator.js";
import { readStringUnion, readVariableNames } from "./support/guards/declared-names.js";
import { readCodeBlocks, readColumn, readTables } from "./support/guards/markdown.js";
import { compilePrograms, findUnknownScripts, runProgram, toPrograms } from "./support/guards/readme-code.js";
import { isPresent, readText, type SourceFile } from "./support/guards/repository.js";

const SLOW_MS = 120_000;

const readme = isPresent("README.md") ? readText("README.md") : "";
const blocks = readCodeBlocks(readme);
const programs = toPrograms(blocks);

const sourceFile = (path: string): SourceFile => ({ path, text: readText(path) });
const withoutRepeats = (names: readonly string[]): string[] => [...new Set(names)].sort();

describe("the readme", { timeout: SLOW_MS }, () => {
  let linear: LinearEmulator;

  beforeAll(async () => {
    linear = await startLinearEmulator();
  });

  afterAll(() => linear.close());

  it("has TypeScript and shell blocks", () => {
    expect(blocks.map(({ language }) => language)).toEqual(expect.arrayContaining(["ts", "sh"]));
  });

  it("shows only code that compiles", () => {
    expect(compilePrograms("README.md", programs)).toEqual([]);
  });

  it.each(programs.filter(({ isRun }) => isRun))(
    "shows an example on line $line that runs as it stands",
    async (program) => {
      const env = {
        LINEAR_API_URL: linear.apiUrl,
        LINEAR_API_KEY: linear.createApiKey(),
        LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
      };

      expect(await runProgram(program, env)).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it("calls only npm scripts that exist", () => {
    expect(findUnknownScripts(blocks, JSON.parse(readText("package.json")).scripts)).toEqual([]);
  });

  it("lists every environment variable that is read, and no other", () => {
    const codes = readStringUnion(sourceFile("src/errors.ts"), "LinearErrorCode");
    const read = readVariableNames(sourceFile("src/adapter/config/resolve-config.ts"));

    expect(withoutRepeats(readColumn(readme, "Environment variable"))).toEqual(
      read.filter((name) => !codes.includes(name)),
    );
  });

  it("lists every error code, and no other", () => {
    const codes = readStringUnion(sourceFile("src/errors.ts"), "LinearErrorCode");

    // LinearRateLimitError has the code that the Chat SDK gives every RateLimitError.
    expect(withoutRepeats(readColumn(readme, "Code"))).toEqual(withoutRepeats([...codes, "RATE_LIMITED"]));
  });
});

describe("reading Markdown", () => {
  it("gives each block its language, its words, its line and its code", () => {
    const text = ["# Title", "```ts run continues", "const a = 1;", "```", "- item", "  ~~~sh", "  npm test", "  ~~~"];

    expect(readCodeBlocks(text.join("\n"))).toEqual([
      { line: 3, language: "ts", words: ["run", "continues"], code: "const a = 1;\n" },
      { line: 7, language: "sh", words: [], code: "npm test\n" },
    ]);
  });

  it("gives each table its cells, and leaves tables in code alone", () => {
    const text = "| A | B |\n| --- | --- |\n| `x` \\| y | 2 |\n\ntext\n\n```\n| C |\n| --- |\n| 3 |\n```\n";

    expect(readTables(text)).toEqual([{ header: ["A", "B"], rows: [["`x` \\| y", "2"]] }]);
  });

  it("gives the names in a column", () => {
    const table = "| Option | Variable |\n|---|---|\n| `a` | `A`, `B` |\n| `b` | none |\n";

    expect(readColumn(table, "Variable")).toEqual(["A", "B"]);
  });

  it("says that a column is missing or stands in two tables", () => {
    const table = "| Variable |\n|---|\n| `A` |\n";

    expect(() => readColumn("", "Variable")).toThrow('exactly one table must have a column "Variable", 0 have it');
    expect(() => readColumn(`${table}\n${table}`, "Variable")).toThrow("2 have it");
  });
});

describe("checking code blocks", { timeout: SLOW_MS }, () => {
  const text = [
    "```ts",
    'import { Chat } from "chat";',
    "const count: number = 1;",
    "```",
    "```ts continues run",
    "console.log(count, Chat.name, process.env.LINEAR_API_KEY);",
    "```",
    "```ts",
    "const count = process.env;",
    'const wrong: number = "text";',
    'import { nothing } from "chat-adapter-linear/webhook";',
    "```",
    "```sh",
    "npm run build && npm run no-such && npm test",
    "```",
  ].join("\n");
  const samples = readCodeBlocks(text);

  it("compiles each on its own, or with what it continues, against this package", () => {
    expect(compilePrograms("README.md", toPrograms(samples))).toEqual([
      "README.md:10 Type 'string' is not assignable to type 'number'.",
      expect.stringContaining("README.md:11 Module '\"chat-adapter-linear/webhook\"' has no exported member 'nothing'"),
    ]);
  });

  it("runs what is marked with the environment that it is given", async () => {
    const [, marked = { line: 0, prefix: "", code: "", isRun: false }] = toPrograms(samples);

    expect(marked).toMatchObject({ line: 6, isRun: true });
    expect(await runProgram(marked, { LINEAR_API_KEY: "lin_api_test" })).toEqual({
      code: 0,
      stdout: "1 Chat lin_api_test\n",
      stderr: "",
    });
  });

  it("sees a program that fails", async () => {
    const failing = { line: 1, prefix: "", code: 'throw new Error("no");', isRun: true };

    expect(await runProgram(failing, {})).toMatchObject({ code: 1, stderr: expect.stringContaining("Error: no") });
  });

  it("sees an npm script that does not exist", () => {
    expect(findUnknownScripts(samples, { build: "tsup", test: "vitest" })).toEqual(["no-such"]);
  });
});

describe("reading names from the source", () => {
  it("finds the strings of a union", () => {
    const text = 'type Other = "X"; export type Code = "B" | "A";';

    expect(readStringUnion({ path: "src/x.ts", text }, "Code")).toEqual(["A", "B"]);
  });

  it("finds environment variables in code, and not in comments", () => {
    const text = '// LINEAR_NOT\nconst table = { apiKey: "LINEAR_API_KEY" }; env.LINEAR_MODE; env.LINEAR_MODE;';

    expect(readVariableNames({ path: "src/x.ts", text })).toEqual(["LINEAR_API_KEY", "LINEAR_MODE"]);
  });
});
