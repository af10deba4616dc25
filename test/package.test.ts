import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findDeclarationErrors } from "./support/guards/declarations.js";
import { findInstalledCopies, findRegistryAddresses, findUndeclaredLibraries } from "./support/guards/dependencies.js";
import { listLoadedModules } from "./support/guards/loaded-modules.js";
import {
  findBundledLibraries,
  findMisplacedFiles,
  findMissingTargets,
  type PackedPackage,
  packRepository,
  requireBuild,
} from "./support/guards/packed-package.js";
import { absolute, listFiles, readText, repositoryRoot, type SourceFile } from "./support/guards/repository.js";
import { runNode } from "./support/guards/run-process.js";

const SLOW_MS = 120_000;

const manifest = JSON.parse(readText("package.json"));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "packed-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Keeps what loads one of the libraries. */
const ofLibraries = (urls: readonly string[], pattern: RegExp): string[] => urls.filter((url) => pattern.test(url));

describe("the packed package", { timeout: SLOW_MS }, () => {
  let packed: PackedPackage;

  beforeAll(async () => {
    requireBuild();
    packed = await packRepository(folder);
  });

  it("holds dist, docs, examples, the readme and its like, and nothing else", () => {
    expect(findMisplacedFiles(packed.files)).toEqual([]);
  });

  it("holds every file that the manifest names", () => {
    expect(findMissingTargets(manifest, packed.files)).toEqual([]);
  });

  it("passes publint", async () => {
    const tarball = new Uint8Array(await readFile(packed.tarball)).buffer;
    const { messages, pkg } = await publint({ level: "warning", pack: { tarball } });

    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it("gives every ESM resolution of TypeScript the right types", async () => {
    const attw = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json");
    const { bin } = JSON.parse(await readFile(attw, "utf8"));
    const args = [join(attw, "..", bin.attw), packed.tarball, "--profile", "esm-only", "--format", "json"];

    // attw exits with an error when a resolution that the profile does not leave out has a problem.
    const { analysis } = JSON.parse(await runNode(args, { timeoutMs: SLOW_MS }));

    expect(Object.keys(analysis.entrypoints)).toEqual(Object.keys(manifest.exports));
  });
});

describe("the built package", { timeout: SLOW_MS }, () => {
  beforeAll(requireBuild);

  const built = (name: RegExp): string[] => listFiles("dist", name);
  const loadedBy = (entry: string): Promise<string[]> =>
    listLoadedModules(`await import(${JSON.stringify(pathToFileURL(absolute(entry)).href)})`);

  it("bundles no library", async () => {
    expect(await findBundledLibraries(built(/\.js\.map$/).map(absolute))).toEqual([]);
  });

  it("imports only what installing it brings along", () => {
    const files = built(/\.(js|d\.ts)$/).map((path) => ({ path, text: readText(path) }));

    expect(findUndeclaredLibraries(files, manifest)).toEqual([]);
  });

  it("has declarations that stand on their own", () => {
    expect(findDeclarationErrors(built(/\.d\.ts$/))).toEqual([]);
  });

  it("starts without Linear's SDK, the ciphers, GraphQL and the Markdown tokenizer", async () => {
    const loaded = await loadedBy("dist/index.js");

    expect(ofLibraries(loaded, /\/dist\/index\.js$/)).not.toEqual([]);
    expect(ofLibraries(loaded, /\/node_modules\/(@linear|@noble|graphql)\/|\/dist\/markdown-it-/)).toEqual([]);
  });

  it.each(["webhook", "oauth", "node", "inbox"])("has an entry that loads no library: %s", async (entry) => {
    const loaded = await loadedBy(`dist/${entry}.js`);

    expect(loaded.filter((url) => url.endsWith(`/dist/${entry}.js`))).toHaveLength(1);
    expect(ofLibraries(loaded, /\/node_modules\//)).toEqual([]);
  });
});

describe("the dependencies", () => {
  it("leave the one copy of chat to the bot", () => {
    expect([Object.keys(manifest.peerDependencies), Object.keys(manifest.dependencies)]).toEqual([
      expect.arrayContaining(["chat"]),
      expect.not.arrayContaining(["chat", "@chat-adapter/shared"]),
    ]);
  });

  it("are installed with one copy of chat", () => {
    expect(findInstalledCopies(repositoryRoot, "chat")).toEqual([absolute("node_modules/chat")]);
  });

  it("are locked without the address of a registry", () => {
    expect(findRegistryAddresses(readText("package-lock.json"))).toEqual([]);
  });
});

describe("the checks of the package", { timeout: SLOW_MS }, () => {
  const file = (path: string, text: string): SourceFile => ({ path, text });

  it("see what is packed by mistake and what was forgotten", () => {
    const files = [
      "CHANGELOG.md",
      "LICENSE",
      "dist/index.js",
      "docs/a.md",
      "docs/api/a.html",
      "package.json",
      "src/index.ts",
    ];

    expect(findMisplacedFiles(files)).toEqual([
      "docs/api/a.html is packed",
      "src/index.ts is packed",
      "README.md is missing",
      "llms.txt is missing",
    ]);
  });

  it("see an export without its file", () => {
    const exports = { ".": { types: "./dist/a.d.ts", import: "./dist/a.js" } };

    expect(findMissingTargets({ name: "x", exports }, ["dist/a.js"])).toEqual([
      "exports names ./dist/a.d.ts, which is not packed",
    ]);
  });

  it("see a library in a bundle", async () => {
    const map = join(folder, "bundle.js.map");
    await writeFile(map, JSON.stringify({ sources: ["../src/index.ts", "../node_modules/chat/dist/index.js"] }));

    expect(await findBundledLibraries([map])).toEqual(["../node_modules/chat/dist/index.js"]);
  });

  it("see a library that only the repository has, in code and in declarations", () => {
    const declared = { name: "me", dependencies: { "@linear/sdk": "1" }, peerDependencies: { chat: "4" } };
    const files = [
      file("dist/a.js", 'import "node:fs"; import "chat"; import "me/webhook"; import("@linear/sdk"); import "zod";'),
      file("dist/a.d.ts", "import type { Root } from 'mdast';"),
    ];

    expect(findUndeclaredLibraries(files, declared)).toEqual([
      "dist/a.js:1 imports zod, which is no dependency",
      "dist/a.d.ts:1 imports mdast, which is no dependency",
    ]);
  });

  it("see a declaration that cannot be resolved", () => {
    const path = "test/support/guards/samples/broken.d.ts";

    expect(findDeclarationErrors([path])).toEqual([expect.stringContaining("Cannot find module 'no-such-library'")]);
  });

  it("see a second copy of a library, also below a scope", async () => {
    const copies = ["node_modules/twin", "node_modules/@scope/user/node_modules/twin"].map((path) =>
      join(folder, path),
    );
    await Promise.all(copies.map((path) => mkdir(path, { recursive: true })));
    await Promise.all(copies.map((path) => writeFile(join(path, "package.json"), "{}")));

    expect(findInstalledCopies(folder, "twin")).toEqual(copies);
  });

  it("see the address of a registry in a lock file", () => {
    const lock = {
      packages: { "": {}, "node_modules/a": {}, "node_modules/b": { resolved: "https://mirror.test/b.tgz" } },
    };

    expect(findRegistryAddresses(JSON.stringify(lock))).toEqual([
      "node_modules/b is fetched from https://mirror.test/b.tgz",
    ]);
  });

  it("see ESM and CommonJS modules that a process loads", async () => {
    const loaded = await listLoadedModules(
      'await import("@noble/ciphers/aes.js"); createRequire(import.meta.url)("graphql")',
    );

    expect(
      [/@noble\/ciphers\/aes\.js$/, /graphql\/index\.js$/].map((file) => ofLibraries(loaded, file).length),
    ).toEqual([1, 1]);
  });
});
