import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readColumn } from "../support/guards/markdown.js";
import { readText } from "../support/guards/repository.js";
import { bundleWithEsbuild, bundleWithWebpack, writeWorkerConfig } from "./bundles.js";
import { type Consumer, copyPrograms, createConsumer, createEmptyFolder } from "./consumer.js";
import { buildWithNext, type NextBundler, nextPackages, nextStart } from "./next.js";
import { findFreePort, type Start, startProgram } from "./run-app.js";
import { PASSED, runSmoke, type SmokeStage, startSmokeStage } from "./smoke.js";
import { findTool, type Tool } from "./tools.js";

let consumer: Consumer;
let stage: SmokeStage;
const folders: string[] = [];
const passed: string[] = [];

beforeAll(async () => {
  consumer = await createConsumer(["chat", "@chat-adapter/state-memory", "graphql", ...nextPackages]);
  await copyPrograms(consumer);
  stage = await startSmokeStage();
});

afterAll(async () => {
  const rows = places.map(([title]) => `| ${title.padEnd(32)} | ${passed.includes(title) ? "passes" : "FAILED"} |\n`);
  process.stdout.write(`\n| Runs on                          |        |\n| --- | --- |\n${rows.join("")}\n`);
  await stage?.close();
  await consumer?.remove();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

const emptyFolder = async (): Promise<string> => {
  const folder = await createEmptyFolder();
  folders.push(folder);
  return folder;
};

/** Where a program shall listen, and what it shall be. */
interface Place {
  port: number;
  config: object;
}

const environmentOf = ({ port, config }: Place): Record<string, string> => ({
  PORT: String(port),
  CONFIG: JSON.stringify(config),
});

/** Makes a program ready to start, in a place of its own. */
type Prepare = (place: Place) => Promise<Start>;

/** @throws {Error} where the tool cannot be had. */
const pathOf = async (tool: Tool): Promise<string> => {
  const path = await findTool(tool);
  if (path === undefined) throw new Error(`${tool} is not here`);
  return path;
};

const installed =
  (tool: Tool, ...args: string[]): Prepare =>
  async (place) => ({ command: await pathOf(tool), args, cwd: consumer.folder, env: environmentOf(place) });

const esbuild =
  (format: "esm" | "cjs"): Prepare =>
  async (place) => {
    const cwd = await emptyFolder();
    const program = format === "esm" ? "node.mjs" : "node.cjs";
    const entry = join(consumer.folder, "node.mjs");
    await bundleWithEsbuild(await pathOf("esbuild"), entry, join(cwd, program), { format, platform: "node" });
    return { command: process.execPath, args: [program], cwd, env: environmentOf(place) };
  };

const webpack: Prepare = async (place) => {
  const cwd = await emptyFolder();
  await bundleWithWebpack(await pathOf("webpack"), consumer, cwd);
  return { command: process.execPath, args: ["node.cjs"], cwd, env: environmentOf(place) };
};

const next =
  (bundler: NextBundler): Prepare =>
  async (place) => ({
    command: process.execPath,
    args: nextStart(place.port),
    cwd: await buildWithNext(consumer, bundler),
    env: environmentOf(place),
  });

const workerd: Prepare = async ({ port, config }) => {
  const cwd = await emptyFolder();
  // What Cloudflare's own bundler does for Node's modules.
  const alias = Object.fromEntries(["async_hooks", "crypto"].map((name) => [name, `node:${name}`]));
  const options = { format: "esm", conditions: ["workerd", "worker"], external: ["node:*"], alias };
  const entry = join(consumer.folder, "worker.mjs");
  await bundleWithEsbuild(await pathOf("esbuild"), entry, join(cwd, "worker.js"), options);
  const args = ["serve", await writeWorkerConfig(cwd, port, config)];
  return { command: await pathOf("workerd"), args, cwd };
};

const places: [string, Prepare][] = [
  ["Node 20", installed("node-20", "node.mjs")],
  ["Node 22", installed("node-22", "node.mjs")],
  ["Node 24", installed("node-24", "node.mjs")],
  ["Node 26", installed("node-26", "node.mjs")],
  ["Bun", installed("bun", "bun.mjs")],
  ["Deno", installed("deno", "run", "--allow-all", "--node-modules-dir=manual", "deno.mjs")],
  ["Cloudflare's workerd", workerd],
  ["an ESM bundle of esbuild", esbuild("esm")],
  ["a CommonJS bundle of esbuild", esbuild("cjs")],
  ["a bundle of webpack", webpack],
  ["Next.js, built by Turbopack", next("turbopack")],
  ["Next.js, built by webpack", next("webpack")],
];

describe("the smoke suite over HTTP", () => {
  it("has run on everything that docs/runtimes.md lists, and on nothing else", () => {
    expect(readColumn(readText("docs/runtimes.md"), "Runs on")).toEqual(places.map(([title]) => title));
  });

  it.each(places)("passes on %s", async (title, prepare) => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const printed = await startProgram(url, await prepare({ port, config: stage.configFor(url) }));
    const result = await runSmoke(stage, url).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${printed()}`);
    });
    const { appUserId } = stage.sessions.organization;

    expect(result, printed()).toEqual({ ...PASSED, viewer: [appUserId, appUserId] });
    passed.push(title);
  });
});
