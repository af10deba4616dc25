import { existsSync, realpathSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTool, npmInstall } from "../runtimes/tools.js";
import { type Program, toPrograms } from "../support/guards/document-code.js";
import { readCodeBlocks } from "../support/guards/markdown.js";
import { type PackedPackage, packRepository, requireBuild } from "../support/guards/packed-package.js";
import { readText } from "../support/guards/repository.js";
import { type ProcessResult, runProcess } from "../support/guards/run-process.js";

const SLOW_MS = 300_000;

const blocks = readCodeBlocks(readText("README.md"));
const programs: Program[] = toPrograms("README.md", blocks);
/** What the README says to type first. */
const lines = blocks.find(({ language, code }) => language === "sh" && code.includes("npm install"))?.code ?? "";

const folders: string[] = [];
let packed: PackedPackage;

beforeAll(async () => {
  requireBuild();
  packed = await packRepository(await emptyFolder());
});

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "install-"));
  folders.push(folder);
  return folder;
}

/** Types the lines in a shell, with the tarball in the place of the package's name. */
const type = (folder: string, shell: string): Promise<ProcessResult> =>
  runProcess("sh", ["-ec", shell.replaceAll(/ chat-adapter-linear(?=\s|$)/g, ` ${packed.tarball}`)], {
    cwd: folder,
    timeoutMs: SLOW_MS,
  });

/** Libraries that the programs import, without those that the README's lines install. */
const imported = (): string[] => {
  const names = programs.flatMap(({ code }) =>
    [...code.matchAll(/from "((?:@[\w.-]+\/)?[\w.-]+)/g)].map(([, name]) => name),
  );
  const others = names.filter((name): name is string => name !== undefined && !lines.includes(` ${name}`));
  return [...new Set(others)].filter((name) => !["chat", "chat-adapter-linear"].includes(name));
};

async function writePrograms(folder: string, compilerOptions: object): Promise<void> {
  await Promise.all(
    programs.map(({ prefix, code, line }) =>
      writeFile(join(folder, `line-${line}.ts`), `${prefix}${code}\nexport {};\n`),
    ),
  );
  const strict = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  };
  const config = {
    compilerOptions: {
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable"],
      types: ["node"],
      noEmit: true,
      ...strict,
      ...compilerOptions,
    },
    include: ["*.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
}

describe("the README's lines in an empty folder", { timeout: SLOW_MS }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await emptyFolder();
    const { code, stderr } = await type(folder, lines);
    if (code !== 0) throw new Error(stderr);
    await npmInstall(folder, [
      "@types/node@20",
      "ts-5.9@npm:typescript@5.9",
      "ts-newest@npm:typescript@latest",
      ...imported(),
    ]);
  }, SLOW_MS);

  it("install one copy of chat", async () => {
    const names = await readdir(join(folder, "node_modules"), { recursive: true });

    expect(names.filter((name) => /(^|node_modules\/)chat\/package\.json$/.test(name))).toEqual(["chat/package.json"]);
  });

  it.each(
    ["ts-5.9", "ts-newest"].flatMap((compiler) =>
      [
        { module: "esnext", moduleResolution: "bundler" },
        { module: "node16", moduleResolution: "node16" },
        { module: "nodenext", moduleResolution: "nodenext" },
      ].map((options) => ({ compiler, ...options })),
    ),
  )("make the README's programs compile: $compiler, $moduleResolution", async ({ compiler, ...options }) => {
    await writePrograms(folder, options);
    const tsc = join(folder, "node_modules", compiler, "bin", "tsc");

    expect(await runProcess(process.execPath, [tsc, "-p", "."], { cwd: folder, timeoutMs: SLOW_MS })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it.each([
    ["chat-adapter-linear", "createLinearAdapter"],
    ["chat-adapter-linear/webhook", "verifyWebhook"],
    ["chat-adapter-linear/oauth", "requestToken"],
    ["chat-adapter-linear/node", "toNodeHandler"],
    ["chat-adapter-linear/emulator", "startLinearEmulator"],
  ])("let CommonJS require %s", async (entry, name) => {
    await npmInstall(folder, ["graphql@16"]);
    const code = `console.log(typeof require("${entry}").${name})`;
    const args = ["--no-warnings", "--input-type=commonjs", "-e", code];

    expect(await runProcess(process.execPath, args, { cwd: folder })).toEqual({
      code: 0,
      stdout: "function\n",
      stderr: "",
    });
  });
});

/** The folder of a library as a package in `from` finds it. */
function findLibrary(from: string, name: string): string | undefined {
  const parts = realpathSync(from).split("/");
  const above = parts.map((_part, index) => join(parts.slice(0, parts.length - index).join("/"), "node_modules", name));
  const found = above.find((path) => existsSync(path));
  return found === undefined ? undefined : realpathSync(found);
}

describe("the README's line for other package managers", { timeout: SLOW_MS }, () => {
  const pinned = '"dependencies": { "chat": "4.41.1" }';
  const pnpm = {
    line: "pnpm, in `pnpm-workspace.yaml`: `overrides: { chat: $chat }`",
    files: { "package.json": `{ ${pinned} }`, "pnpm-workspace.yaml": "overrides: { chat: $chat }" },
    add: "pnpm add",
  };

  it.each([
    { manager: "pnpm@10", ...pnpm },
    { manager: "pnpm@12", ...pnpm },
    {
      manager: "yarn@1",
      line: 'yarn, in `package.json`: `"resolutions": { "chat": "4.41.1" }`',
      files: { "package.json": `{ ${pinned}, "resolutions": { "chat": "4.41.1" } }` },
      add: "yarn add --ignore-engines",
    },
  ])("gives one copy of chat: $manager", async ({ manager, line, files, add }) => {
    const folder = await emptyFolder();
    const tools = await emptyFolder();
    await npmInstall(tools, [manager]);
    const written = Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text));
    await Promise.all(written);
    // pnpm needs a newer Node since its version 11.
    const node = join((await findTool("node-24")) ?? process.execPath, "..");
    const path = `PATH="${join(tools, "node_modules", ".bin")}:${node}:$PATH"`;
    const { code, stderr } = await type(folder, `${path} ${add} chat-adapter-linear @chat-adapter/state-memory`);
    const copies = ["chat-adapter-linear", "@chat-adapter/state-memory"].map((name) =>
      findLibrary(join(folder, "node_modules", name), "chat"),
    );

    expect(code, stderr).toBe(0);
    expect(copies).toEqual([findLibrary(folder, "chat"), findLibrary(folder, "chat")]);
    expect(readText("README.md")).toContain(`- ${line}`);
  });
});
