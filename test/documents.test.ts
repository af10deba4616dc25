// Covers: src/errors.ts

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LinearEmulator, startLinearEmulator } from "../src/emulator.js";
import { readMembers, readStringUnion, readVariableNames } from "./support/guards/declared-names.js";
import {
  compilePrograms,
  findUnknownScripts,
  type Program,
  runProgram,
  serveProgram,
  toPrograms,
} from "./support/guards/document-code.js";
import { type Document, findDeadLinks, isPacked } from "./support/guards/links.js";
import { readCodeBlocks, readColumn, readNames, readTables } from "./support/guards/markdown.js";
import {
  isPresent,
  listEntries,
  listFiles,
  readSources,
  readText,
  type SourceFile,
} from "./support/guards/repository.js";

const SLOW_MS = 120_000;

const manifest: { files: string[]; scripts: Record<string, string> } = JSON.parse(readText("package.json"));

const read = (path: string): Document => ({ path, text: readText(path) });
const pages = listEntries("docs").filter((path) => path.endsWith(".md"));
/** What users read: it ships with the package. */
const forUsers = ["README.md", ...pages].map(read);
const blocks = forUsers.flatMap(({ text }) => readCodeBlocks(text));
const programs = forUsers.flatMap(({ path, text }) => toPrograms(path, readCodeBlocks(text)));

const sourceFile = (path: string): SourceFile => ({ path, text: readText(path) });
const withoutRepeats = (names: readonly string[]): string[] => [...new Set(names)].sort();
const usedTo = (use: Program["use"]): Program[] => programs.filter((program) => program.use === use);

describe("the readme and the pages of docs", { timeout: SLOW_MS }, () => {
  let linear: LinearEmulator;
  const environment = (): Record<string, string> => ({
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_API_KEY: linear.createApiKey(),
    LINEAR_WEBHOOK_SECRET: linear.app.webhookSecret,
  });

  beforeAll(async () => {
    linear = await startLinearEmulator();
  });

  afterAll(() => linear.close());

  it("have TypeScript and shell blocks", () => {
    expect(blocks.map(({ language }) => language)).toEqual(expect.arrayContaining(["ts", "sh"]));
  });

  it("show only code that compiles", () => {
    expect(compilePrograms(programs)).toEqual([]);
  });

  it.each(usedTo("run"))("show an example in $document, line $line, that runs as it stands", async (program) => {
    expect(await runProgram(program, environment())).toMatchObject({ code: 0, stderr: "" });
  });

  it.each(usedTo("serve"))("show a bot in $document, line $line, that answers as it stands", async (program) => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const issue = linear.createIssue();

    await serveProgram(program, port, environment(), async () => {
      await expect.poll(() => statusOf(url), { timeout: 30_000, interval: 100 }).toBe(405);
      linear.setWebhookUrl(url);
      await linear.mention({ issue, text: "hello" });
      await expect.poll(() => linear.comments({ issue }).length, { timeout: 30_000, interval: 50 }).toBe(2);
    });

    expect(linear.comments({ issue }).map(({ body }) => body)).toEqual(["@helper hello", "You said: @helper hello"]);
  });

  it("call only npm scripts that exist", () => {
    expect(findUnknownScripts(blocks, manifest.scripts)).toEqual([]);
  });

  it("link only to what ships in the package, and to headings that are there", () => {
    expect(
      findDeadLinks([...forUsers, read("llms.txt")], (path) => isPresent(path) && isPacked(path, manifest.files)),
    ).toEqual([]);
  });

  it("list every environment variable that is read, and no other", () => {
    const codes = readStringUnion(sourceFile("src/errors.ts"), "LinearErrorCode");
    const variables = readVariableNames(sourceFile("src/adapter/config/resolve-config.ts"));

    expect(withoutRepeats(readColumn(readText("docs/options.md"), "Environment variable"))).toEqual(
      variables.filter((name) => !codes.includes(name)),
    );
  });

  it("list every option, and no other", () => {
    // What else there is of kinds has no option of its own.
    const kinds = ["Base", "APIKey", "OAuth", "MultiTenant"].map((kind) => `LinearAdapter${kind}Config`);
    const options = kinds.flatMap(membersOf);
    const inside = membersOf("LinearClientCredentialsConfig").map((name) => `clientCredentials.${name}`);

    expect(readColumn(readText("docs/options.md"), "Option").sort()).toEqual([...options, ...inside].sort());
  });

  it("list every method of a session and of an issue, and no other", () => {
    const readOnly = ["id", "threadId"];
    const methods = ["LinearSession", "LinearIssue"].flatMap(membersOf);

    expect(readMethods(readText("docs/session-and-issue.md")).sort()).toEqual(
      methods.filter((name) => !readOnly.includes(name)).sort(),
    );
  });

  it("list every error code, and no other", () => {
    const codes = readStringUnion(sourceFile("src/errors.ts"), "LinearErrorCode");

    // LinearRateLimitError has the code that the Chat SDK gives every RateLimitError.
    expect(withoutRepeats(readColumn(readText("docs/errors.md"), "Code"))).toEqual(
      withoutRepeats([...codes, "RATE_LIMITED"]),
    );
  });

  it("are all in the maps of the readme and of llms.txt", () => {
    const unnamed = (map: string): string[] => pages.filter((path) => !map.includes(`](${path})`));

    expect({ readme: unnamed(readText("README.md")), llms: unnamed(readText("llms.txt")) }).toEqual({
      readme: [],
      llms: [],
    });
  });

  it("begin with a readme of at most 200 lines", () => {
    expect(readText("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(200);
  });
});

describe("the documents of the repository", () => {
  it("link only to what exists, and to headings that are there", () => {
    const guides = ["CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", "bench/README.md"];
    const documents = [...guides, ...listFiles("docs/decisions", /\.md$/)].map(read);

    expect(findDeadLinks(documents, isPresent)).toEqual([]);
  });
});

/** The members of an interface that one of the sources exports. */
function membersOf(name: string): string[] {
  const file = readSources("src").find(({ text }) => new RegExp(`export interface ${name}\\b`).test(text));
  return readMembers(file ?? { path: "src", text: "" }, name);
}

/** The names of the calls in the columns "Method" of all tables. */
function readMethods(markdown: string): string[] {
  return readTables(markdown)
    .filter(({ header }) => header[0] === "Method")
    .flatMap(({ rows }) => rows.flatMap(([cell]) => readNames(cell)))
    .map((call) => call.replace(/\(.*/, ""));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The status of a GET; undefined while nobody listens. */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    return (await fetch(url)).status;
  } catch {
    return undefined;
  }
}

describe("checking links", () => {
  const documents = [
    { path: "README.md", text: "# Top\n[a](docs/a.md#two-words) [b](docs/b.md)\n```\n[c](c.md)\n```\n" },
    { path: "docs/a.md", text: "## `Two` words!\n[up](../README.md#top) [here](#two-words) [web](https://x.test)\n" },
  ];

  it("names those that lead nowhere, with their place", () => {
    const broken = { path: "docs/c.md", text: "# C\n\n[gone](#d), [a](a.md#three), [out](../src/)" };

    expect(findDeadLinks([...documents, broken], (path) => ["docs/a.md", "README.md"].includes(path))).toEqual([
      "README.md:2 docs/b.md",
      "docs/c.md:3 #d",
      "docs/c.md:3 a.md#three",
      "docs/c.md:3 ../src/",
    ]);
  });

  it("knows what is packed", () => {
    const files = ["dist", "docs/", "!docs/api"];
    const paths = ["README.md", "dist/index.js", "docs", "docs/a.md", "docs/api/index.html", "src/index.ts"];

    expect(paths.filter((path) => isPacked(path, files))).toEqual(["README.md", "dist/index.js", "docs", "docs/a.md"]);
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
  const nothing: Program = { document: "docs/sample.md", line: 1, prefix: "", code: "", use: "run" };

  it("compiles each on its own, or with what it continues, against this package", () => {
    expect(compilePrograms(toPrograms("docs/sample.md", samples))).toEqual([
      "docs/sample.md:10 Type 'string' is not assignable to type 'number'.",
      expect.stringContaining(
        "docs/sample.md:11 Module '\"chat-adapter-linear/webhook\"' has no exported member 'nothing'",
      ),
    ]);
  });

  it("runs what is marked with the environment that it is given", async () => {
    const [, marked = nothing] = toPrograms("docs/sample.md", samples);

    expect(marked).toMatchObject({ line: 6, use: "run" });
    expect(await runProgram(marked, { LINEAR_API_KEY: "lin_api_test" })).toEqual({
      code: 0,
      stdout: "1 Chat lin_api_test\n",
      stderr: "",
    });
  });

  it("sees a program that fails", async () => {
    const failing: Program = { ...nothing, code: 'throw new Error("no");' };

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

  it("finds the members of an interface", () => {
    const file = { path: "src/x.ts", text: "interface A { one: 1; two?(): void } interface B { three: A }" };

    expect(readMembers(file, "A")).toEqual(["one", "two"]);
    expect(() => readMembers(file, "C")).toThrow("src/x.ts has no interface C");
  });

  it("finds environment variables in code, and not in comments", () => {
    const text = '// LINEAR_NOT\nconst table = { apiKey: "LINEAR_API_KEY" }; env.LINEAR_MODE; env.LINEAR_MODE;';

    expect(readVariableNames({ path: "src/x.ts", text })).toEqual(["LINEAR_API_KEY", "LINEAR_MODE"]);
  });
});
