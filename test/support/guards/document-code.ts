import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import type { CodeBlock } from "./markdown.js";
import { readCompilerOptions } from "./public-names.js";
import { absolute } from "./repository.js";
import { type ProcessResult, runProcess } from "./run-process.js";

/** A block as a whole program: `prefix` is the code of the blocks that it continues. */
export interface Program {
  /** Path of the Markdown file, relative to the repository. */
  document: string;
  line: number;
  prefix: string;
  code: string;
  /** What is done with it: "run" ends by itself, "serve" listens on `PORT` until it is killed. */
  use: "compile" | "run" | "serve";
}

// Git ignores this folder; inside the repository, so that the programs find its node_modules.
const FOLDER = absolute(".tmp/documents");

const LIFE_MS = 60_000;

/**
 * The TypeScript blocks of a document as programs. "```ts continues" goes on where the TypeScript block before it
 * stopped; "```ts run" and "```ts serve" are executed too. "continues" may stand together with either.
 */
export function toPrograms(document: string, blocks: readonly CodeBlock[]): Program[] {
  const programs: Program[] = [];
  for (const { line, words, code } of blocks.filter(({ language }) => language === "ts")) {
    const before = words.includes("continues") ? programs.at(-1) : undefined;
    const prefix = before === undefined ? "" : before.prefix + before.code;
    programs.push({ document, line, prefix, code, use: useOf(words) });
  }
  return programs;
}

function useOf(words: readonly string[]): Program["use"] {
  if (words.includes("run")) return "run";
  return words.includes("serve") ? "serve" : "compile";
}

/** What the compiler has against the programs, in lines of their documents. */
export function compilePrograms(programs: readonly Program[]): string[] {
  const texts = new Map(programs.map((program) => [pathOf(program), program]));
  const options: ts.CompilerOptions = {
    ...readCompilerOptions(),
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedDeclarations: false,
    declaration: false,
    // Blocks without an import are modules too, so that the names of one are not those of another.
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host: createHost(options, texts) });
  return [...texts].flatMap(([path, { document, line, prefix }]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .filter(({ file, start = 0 }) => file?.fileName === path && start >= prefix.length)
      .map(({ file, start = 0, messageText }) => {
        const above = (file?.text ?? "").slice(prefix.length, start).split("\n").length - 1;
        return `${document}:${line + above} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      }),
  );
}

/** Runs one program to its end with `env` and nothing else of the environment but the search path. */
export async function runProgram(program: Program, env: Readonly<Record<string, string>>): Promise<ProcessResult> {
  return await withFile(program, (path) =>
    runProcess(process.execPath, ["--import", "tsx", path], {
      env: { PATH: searchPath(), ...env },
      timeoutMs: LIFE_MS,
    }),
  );
}

/**
 * Runs a program that serves on `port` for as long as `visit` takes, and kills it. Resolves to what it wrote to its
 * standard error.
 */
export async function serveProgram(
  program: Program,
  port: number,
  env: Readonly<Record<string, string>>,
  visit: () => Promise<void>,
): Promise<string> {
  return await withFile(program, async (path) => {
    const environment = { PATH: searchPath(), PORT: String(port), ...env };
    const child = spawn(process.execPath, ["--import", "tsx", path], {
      env: environment,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: LIFE_MS,
    });
    const closed = once(child, "close");
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    try {
      await visit();
    } finally {
      child.kill("SIGKILL");
      await closed;
    }
    return errors;
  });
}

const searchPath = (): string => process.env.PATH ?? "";

async function withFile<Result>(program: Program, use: (path: string) => Promise<Result>): Promise<Result> {
  await mkdir(FOLDER, { recursive: true });
  const folder = await mkdtemp(join(FOLDER, "run-"));
  try {
    const path = join(folder, `line-${program.line}.ts`);
    await writeFile(path, program.prefix + program.code);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The npm scripts that shell blocks call and that `scripts` does not have. */
export function findUnknownScripts(blocks: readonly CodeBlock[], scripts: Readonly<Record<string, string>>): string[] {
  return blocks
    .filter(({ language }) => ["sh", "bash", "shell"].includes(language))
    .flatMap(({ code }) => [...code.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)])
    .map(([, named, short]) => named ?? short ?? "")
    .filter((script) => !(script in scripts));
}

const pathOf = ({ document, line }: Program): string =>
  `${FOLDER.replaceAll("\\", "/")}/${document.replaceAll("/", "-")}-line-${line}.ts`;

function createHost(options: ts.CompilerOptions, programs: ReadonlyMap<string, Program>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const readBlock = (path: string): string | undefined => {
    const program = programs.get(path);
    return program && program.prefix + program.code;
  };
  return {
    ...host,
    fileExists: (path) => programs.has(path) || host.fileExists(path),
    readFile: (path) => readBlock(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersionOrOptions, ...rest) => {
      const text = readBlock(path);
      return text === undefined
        ? host.getSourceFile(path, languageVersionOrOptions, ...rest)
        : ts.createSourceFile(path, text, languageVersionOrOptions);
    },
  };
}
