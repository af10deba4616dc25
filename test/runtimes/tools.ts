import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../support/guards/run-process.js";
import { isContinuousIntegration } from "../support/servers/availability.js";

const INSTALL_MS = 300_000;

/** Where things are kept that the repository's own install should not grow by. */
export const cacheFolder: string = join(process.env.XDG_CACHE_HOME ?? tmpdir(), "chat-adapter-linear");

export type Tool = "node-20" | "node-22" | "node-24" | "node-26" | "bun" | "deno" | "workerd" | "esbuild" | "webpack";

const nodeOf = (major: number): string => `npm:node-${process.platform}-${process.arch}@${major}`;

/** What is installed on demand, as one npm package each. */
const packages: Readonly<Record<Tool, string>> = {
  "node-20": nodeOf(20),
  "node-22": nodeOf(22),
  "node-24": nodeOf(24),
  "node-26": nodeOf(26),
  bun: "1",
  deno: "2",
  workerd: "1",
  esbuild: "0.28",
  webpack: "5",
};

/** A program in a package, or the folder of a library. */
const contents: Readonly<Record<Tool, RegExp>> = {
  "node-20": /\/node-20\/bin\/node$/,
  "node-22": /\/node-22\/bin\/node$/,
  "node-24": /\/node-24\/bin\/node$/,
  "node-26": /\/node-26\/bin\/node$/,
  bun: /\/@oven\/bun-[^/]*(?<!-musl)(?<!-baseline)\/bin\/bun$/,
  deno: /\/@deno\/[^/]+\/deno$/,
  workerd: /\/@cloudflare\/workerd-[^/]+\/bin\/workerd$/,
  esbuild: /\/esbuild\/package\.json$/,
  webpack: /\/webpack\/package\.json$/,
};

/**
 * The path of a tool, which is installed where it is missing. `undefined` where it cannot be had and that is no failure:
 * outside of CI.
 * @throws {Error} in CI, with npm's reason.
 */
export async function findTool(tool: Tool): Promise<string | undefined> {
  const folder = join(cacheFolder, "tools", tool);
  const present = await findIn(folder, contents[tool]);
  if (present !== undefined) return present;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const { code, stderr } = await npmInstall(folder, [`${tool}@${packages[tool]}`]);
  const installed = await findIn(folder, contents[tool]);
  if (installed !== undefined) return installed;
  const reason = `${tool} could not be installed with npm (exit code ${code}): ${stderr.slice(-500)}`;
  if (isContinuousIntegration()) throw new Error(reason);
  process.stdout.write(`SKIPPED: ${reason}\n`);
  return undefined;
}

/** A library that was installed as a tool. */
export function requireTool(path: string): unknown {
  return createRequire(path)(join(path, ".."));
}

/** Installs packages into a folder, without scripts of theirs. */
export async function npmInstall(
  folder: string,
  specs: readonly string[],
): Promise<{ code: number | null; stderr: string }> {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...specs];
  return await runProcess("npm", args, { cwd: folder, timeoutMs: INSTALL_MS });
}

async function findIn(folder: string, pattern: RegExp): Promise<string | undefined> {
  if (!existsSync(join(folder, "node_modules"))) return undefined;
  const names = await readdir(join(folder, "node_modules"), { recursive: true });
  return names.map((name) => join(folder, "node_modules", name)).find((path) => pattern.test(path));
}
