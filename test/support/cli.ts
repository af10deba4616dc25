import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CliHost } from "../../src/cli/cli-host.js";
import { runCli } from "../../src/cli/run-cli.js";

/** What a command wrote, and how it ended. */
export interface CommandResult {
  code: number;
  output: string;
  errors: string;
}

export interface CommandWorld extends Partial<Omit<CliHost, "print" | "printError">> {
  input?: string;
}

/** Runs a command line in this process, in an empty folder and with an empty environment unless `world` says otherwise. */
export async function runCommand(args: readonly string[], world: CommandWorld = {}): Promise<CommandResult> {
  const written = { output: "", errors: "" };
  const { input = "", ...given } = world;
  const code = await runCli(args, {
    version: "1.2.3",
    environment: {},
    folder: given.folder ?? (await createFolder({})),
    nodeVersion: "22.0.0",
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    readInput: async () => input,
    signal: AbortSignal.abort(),
    print: (text) => {
      written.output += text;
    },
    printError: (text) => {
      written.errors += text;
    },
    ...given,
  });
  return { code, ...written };
}

/** A folder with these files, until the test ends. */
export async function createFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}
