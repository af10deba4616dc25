import { describe, expect, it } from "vitest";
import { findUncovered, findVainClaims } from "./support/guards/covered.js";
import { readImports } from "./support/guards/imports.js";
import { findLayerViolations, layers } from "./support/guards/layers.js";
import { readColumn, readNames, readTables } from "./support/guards/markdown.js";
import { findChains, findCycles } from "./support/guards/module-graph.js";
import { readRecipes } from "./support/guards/recipes.js";
import { isPresent, listEntries, readSources, readText } from "./support/guards/repository.js";
import { findBarrels, findConsoleUses, findEnvironmentReads, findLongFiles } from "./support/guards/source-rules.js";

const sources = readSources("src");
const imports = readImports(sources);
const tests = readSources("test").filter(({ path }) => path.endsWith(".test.ts"));

const MAX_LINES = 250;
/** Files that may be longer, with the reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "src/adapter/linear-adapter.ts": "one documented member per method of the Chat SDK's Adapter, each a delegation",
};

/** The imports of one file with this text. */
const importsOf = (path: string, text: string): ReturnType<typeof readImports> => readImports([{ path, text }]);

describe("the source", () => {
  it("has the files that the rules below name", () => {
    const named = ["src/adapter/config/resolve-config.ts", "src/index.ts", "src/webhook.ts"];

    expect(named.filter((path) => !isPresent(path))).toEqual([]);
  });

  it("imports only from lower levels, and only the libraries of its level", () => {
    expect(findLayerViolations(imports)).toEqual([]);
  });

  it("has no import cycles", () => {
    expect(findCycles(imports)).toEqual([]);
  });

  it("has no barrels inside folders", () => {
    expect(findBarrels(sources)).toEqual([]);
  });

  it("reads the environment in one file, and where the command line starts", () => {
    expect(findEnvironmentReads(sources, "src/adapter/config/resolve-config.ts", "src/cli/main.ts")).toEqual([]);
  });

  it("writes to the console only in the command line tool", () => {
    expect(findConsoleUses(sources)).toEqual([]);
  });

  it("keeps its files short", () => {
    expect(findLongFiles(sources, MAX_LINES, LONG_FILES)).toEqual([]);
  });

  it("has a test for every file that is more than a few lines", () => {
    expect(findUncovered(sources, tests)).toEqual([]);
  });

  it("has no test that says it covers what is not there, or too short to need it", () => {
    expect(findVainClaims(sources, tests)).toEqual([]);
  });

  it.each(
    ["src/webhook.ts", "src/oauth.ts", "src/node.ts", "src/inbox.ts"].flatMap((entry) =>
      ["chat", "@linear/sdk", "@noble/ciphers"].map((library): [string, string] => [entry, library]),
    ),
  )("keeps %s free of %s", (entry, library) => {
    expect(findChains(imports, entry, library, ["static", "lazy"])).toEqual([]);
  });

  it.each(["@linear/sdk", "@noble/ciphers", "graphql"])("starts without %s", (library) => {
    expect(findChains(imports, "src/index.ts", library, ["static"])).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  const guide = readText("CONTRIBUTING.md");

  it("gives every folder the level that the rules give it", () => {
    const table = readTables(guide).find(({ header }) => header[0] === "Level");
    const documented = table?.rows.flatMap(([level, folders]) => readNames(folders).map((name) => `${level} ${name}`));
    const enforced = Object.entries(layers).map(([name, { level }]) => `${level} ${name}`);

    expect(documented?.sort()).toEqual(enforced.map((line) => line.replace("entry", "src/*.ts")).sort());
  });

  it("gives every room the place that the rules give it", () => {
    const table = readTables(guide).find(({ header }) => header[1]?.startsWith("Rooms"));
    const documented = table?.rows.map(([folder = "", rooms = ""]) => [
      ...readNames(folder),
      rooms.split(", then").map((beside) => readNames(beside)),
    ]);
    const enforced = Object.entries(layers).flatMap(([name, { rooms }]) => (rooms ? [[name, rooms]] : []));

    expect(documented).toEqual(enforced);
  });

  it("says what every file and folder of src is for, and names nothing that is not there", () => {
    const paths = readColumn(guide, "Path");

    expect(listEntries("src").filter((path) => !paths.includes(path))).toEqual([]);
    expect(paths.filter((path) => !isPresent(path))).toEqual([]);
  });

  it("names files in its recipes that are there", () => {
    const named = [...readRecipes(guide).values()].flat();

    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((path) => !isPresent(path))).toEqual([]);
  });

  it("links every decision", () => {
    expect(listEntries("docs/decisions").filter((path) => !guide.includes(`](${path})`))).toEqual([]);
  });
});

describe("reading imports", () => {
  it("finds every way of importing and what each loads", () => {
    const text = [
      'import { a } from "./a.js";',
      'import type { B } from "../util/b.js";',
      'import { type C } from "chat";',
      'export type { D } from "chat/ai";',
      'export * from "@noble/ciphers/aes.js";',
      'type E = import("mdast").Root;',
      'const f = await import("@linear/sdk");',
      'const g = createRequire(import.meta.url)("graphql");',
      "const h = await import(name);",
    ].join("\n");

    expect(importsOf("src/api/x.ts", text).map(({ line, kind, to }) => [line, kind, ...Object.values(to)])).toEqual([
      [1, "static", "src/api/a.ts"],
      [2, "type", "src/util/b.ts"],
      [3, "static", "chat"],
      [4, "type", "chat"],
      [5, "static", "@noble/ciphers"],
      [6, "type", "mdast"],
      [7, "lazy", "@linear/sdk"],
      [8, "lazy", "graphql"],
      [9, "lazy", "(computed)"],
    ]);
  });
});

describe("the direction of imports", () => {
  it.each([
    ["a level below", "src/api/x.ts", 'import "../credentials/auth.js"'],
    ["the same folder", "src/api/operations/x.ts", 'import "../operation.js"'],
    ["a library of its level", "src/messages/x.ts", 'import "chat"'],
    ["a lazy library, lazily", "src/installations/x.ts", 'await import("@noble/ciphers/aes.js")'],
    ["types of any library", "src/threads/x.ts", 'import type { Thread } from "chat"'],
    ["the emulator, by its entry", "src/emulator.ts", 'import "./emulator/server.js"'],
    ["a folder, by the entry of its name", "src/oauth.ts", 'import "./oauth/revoke.js"'],
    ["a lower room", "src/sessions/turns/x.ts", 'import "../speech/s.js"'],
    ["the files of a folder, by a room above them", "src/comments/stream/x.ts", 'import "../c.js"'],
  ])("allows %s", (_what, path, text) => {
    expect(findLayerViolations(importsOf(path, text))).toEqual([]);
  });

  it.each([
    ["a level above", "src/api/x.ts", 'import "../messages/m.js"', "api is not above messages"],
    ["a level above for types", "src/util/x.ts", 'import type { A } from "../api/a.js"', "util is not above api"],
    ["another folder of its level", "src/issues/x.ts", 'import "../sessions/s.js"', "issues is not above sessions"],
    [
      "a higher room",
      "src/sessions/speech/x.ts",
      'import "../turns/t.js"',
      "sessions/speech is not above sessions/turns",
    ],
    ["a room beside it", "src/sessions/intake/x.ts", 'import "../stream/s.js"', "is not above sessions/stream"],
    [
      "anything from an unknown room",
      "src/sessions/misc/x.ts",
      'import "../speech/s.js"',
      "sessions/misc has no level",
    ],
    ["an entry", "src/adapter/x.ts", 'import "../index.js"', "adapter is not above entry"],
    ["a foreign library", "src/api/x.ts", 'import "chat"', "api may not load chat at run time"],
    ["a lazy library at once", "src/installations/x.ts", 'import "@noble/ciphers"', "only when it is needed"],
    ["a computed name", "src/adapter/x.ts", "await import(name)", "adapter may not load (computed) at run time"],
    ["the emulator", "src/index.ts", 'import "./emulator/server.js"', "only its entry may use the emulator"],
    ["code in the emulator", "src/emulator/x.ts", 'import "../errors.js"', "the emulator may use only util"],
    ["chat in the emulator", "src/emulator/x.ts", 'import "chat"', "emulator may not load chat at run time"],
    ["files outside src", "src/index.ts", 'import "../test/x.js"', "it is outside src"],
    ["anything from an unknown folder", "src/misc/x.ts", 'import "../util/u.js"', "misc has no level"],
  ])("refuses %s", (_what, path, text, reason) => {
    expect(findLayerViolations(importsOf(path, text))).toEqual([expect.stringContaining(reason)]);
  });
});

describe("the graph of imports", () => {
  const graph = readImports([
    { path: "src/a.ts", text: 'import "./b.js"; import type { D } from "./d.js"' },
    { path: "src/b.ts", text: 'import "./c.js"' },
    { path: "src/c.ts", text: 'import "./b.js"; import "chat"; await import("graphql")' },
    { path: "src/d.ts", text: 'import "zod"' },
  ]);

  it("finds a cycle once", () => {
    expect(findCycles(graph)).toEqual(["src/b.ts -> src/c.ts -> src/b.ts"]);
  });

  it("shows how a library comes to be loaded", () => {
    expect(findChains(graph, "src/a.ts", "chat", ["static"])).toEqual(["src/a.ts -> src/b.ts -> src/c.ts -> chat"]);
  });

  it("follows only the kinds of import that were asked for", () => {
    expect([
      findChains(graph, "src/a.ts", "graphql", ["static"]),
      findChains(graph, "src/a.ts", "graphql", ["static", "lazy"]),
      findChains(graph, "src/a.ts", "zod", ["static", "lazy"]),
    ]).toEqual([[], ["src/a.ts -> src/b.ts -> src/c.ts -> graphql"], []]);
  });
});

describe("the rules for files", () => {
  it.each(["process.env.A", "process.env", 'process["env"].A', "globalThis.process.env.A", "process?.env.A"])(
    "see that %s reads the environment",
    (text) => {
      expect(findEnvironmentReads([{ path: "src/x.ts", text }], "src/allowed.ts")).toHaveLength(1);
    },
  );

  it("see an environment that was taken apart or imported", () => {
    const text = 'const { env } = process;\nimport { env as e } from "node:process";';

    expect(findEnvironmentReads([{ path: "src/x.ts", text }], "src/allowed.ts")).toEqual([
      "src/x.ts:1 { env } = process",
      'src/x.ts:2 import { env as e } from "node:process";',
    ]);
  });

  it("leave the allowed file, comments and strings alone", () => {
    const allowed = { path: "src/allowed.ts", text: "process.env.A" };
    const mention = { path: "src/x.ts", text: '// process.env\n"process.env"; process.pid;' };

    expect(findEnvironmentReads([allowed, mention], "src/allowed.ts")).toEqual([]);
  });

  it("see the console outside the command line tool", () => {
    const text = "console.log(1)";

    expect(findConsoleUses(["src/x.ts", "src/cli/x.ts", "src/cli.ts"].map((path) => ({ path, text })))).toEqual([
      "src/x.ts:1 console.log",
    ]);
  });

  it("see barrels in folders, by name and by content, and leave entries alone", () => {
    const text = 'export * from "./x.js";\nexport { y } from "./y.js";';
    const files = ["src/api/all.ts", "src/api/index.ts", "src/index.ts"].map((path) => ({ path, text }));

    expect(findBarrels([...files, { path: "src/api/x.ts", text: "export const x = 1;" }])).toEqual([
      "src/api/all.ts",
      "src/api/index.ts",
    ]);
  });

  it("see files that grew, and reasons that are no longer needed", () => {
    const files = ["src/a.ts", "src/b.ts"].map((path) => ({ path, text: "1\n2\n3\n" }));

    expect(findLongFiles(files, 2, { "src/b.ts": "a table", "src/gone.ts": "a table" })).toEqual([
      "src/a.ts has 3 lines, over 2: split it, or give a reason",
      "src/gone.ts needs no reason any more",
    ]);
  });

  it("see files that no test is named after or claims to cover, and claims in vain", () => {
    const long = "\n".repeat(61);
    const files = ["src/a/named.ts", "src/a/b/deep.ts", "src/a/claimed.ts", "src/a/alone.ts"];
    const sources = [...files.map((path) => ({ path, text: long })), { path: "src/a/short.ts", text: "" }];
    const claims = ["src/a/claimed.ts", "src/a/short.ts", "src/a/gone.ts"].map((path) => `// Covers: ${path}`);
    const tests = [
      { path: "test/a/named.test.ts", text: claims.join("\n") },
      { path: "test/a/deep.test.ts", text: "" },
      { path: "test/other/alone.test.ts", text: "It covers src/a/alone.ts" },
    ];

    expect([findUncovered(sources, tests), findVainClaims(sources, tests)]).toEqual([
      ['src/a/alone.ts has neither a test of its name nor one that says "// Covers: src/a/alone.ts"'],
      [
        "test/a/named.test.ts need not say that it covers src/a/short.ts",
        "test/a/named.test.ts need not say that it covers src/a/gone.ts",
      ],
    ]);
  });
});
