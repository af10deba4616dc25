import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readColumn } from "../support/guards/markdown.js";
import { readText } from "../support/guards/repository.js";
import { bundleWithEsbuild, bundleWithWebpack, writeWorkerConfig } from "./bundles.js";
import { type Consumer, copyPrograms, createConsumer, createEmptyFolder } from "./consumer.js";
import { findFreePort, type Start, startProgram } from "./run-app.js";
import { PASSED, runSmoke, type SmokeStage, startSmokeStage } from "./smoke.js";
import { findTool, type Tool } from "./tools.js";

let consumer: Consumer;
let stage: SmokeStage;
const folders: string[] = [];
const passed: string[] = [];

beforeAll(async () => {
  consumer = await createConsumer(["chat", "@chat-adapter/state-memory", "graphql"]);
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

type Prepare = (tool: string, place: Place) => Promise<Start>;

const installed =
  (...args: string[]): Prepare =>
  async (command, place) => ({ command, args, cwd: consumer.folder, env: environmentOf(place) });

const esbuild =
  (format: "esm" | "cjs"): Prepare =>
  async (tool, place) => {
    const cwd = await emptyFolder();
    const program = format === "esm" ? "node.mjs" : "node.cjs";
    await bundleWithEsbuild(tool, join(consumer.folder, "node.mjs"), join(cwd, program), { format, platform: "node" });
    return { command: process.execPath, args: [program], cwd, env: environmentOf(place) };
  };

const webpack: Prepare = async (tool, place) => {
  const cwd = await emptyFolder();
  await bundleWithWebpack(tool, consumer, cwd);
  return { command: process.execPath, args: ["node.cjs"], cwd, env: environmentOf(place) };
};

const workerd: Prepare = async (command, { port, config }) => {
  const cwd = await emptyFolder();
  const bundler = (await findTool("esbuild")) ?? "";
  // What Cloudflare's own bundler does for Node's modules.
  const alias = Object.fromEntries(["async_hooks", "crypto"].map((name) => [name, `node:${name}`]));
  const options = { format: "esm", conditions: ["workerd", "worker"], external: ["node:*"], alias };
  await bundleWithEsbuild(bundler, join(consumer.folder, "worker.mjs"), join(cwd, "worker.js"), options);
  return { command, args: ["serve", await writeWorkerConfig(cwd, port, config)], cwd };
};

const places: [string, Tool, Prepare][] = [
  ["Node 20", "node-20", installed("node.mjs")],
  ["Node 22", "node-22", installed("node.mjs")],
  ["Node 24", "node-24", installed("node.mjs")],
  ["Node 26", "node-26", installed("node.mjs")],
  ["Bun", "bun", installed("bun.mjs")],
  ["Deno", "deno", installed("run", "--allow-all", "--node-modules-dir=manual", "deno.mjs")],
  ["Cloudflare's workerd", "workerd", workerd],
  ["an ESM bundle of esbuild", "esbuild", esbuild("esm")],
  ["a CommonJS bundle of esbuild", "esbuild", esbuild("cjs")],
  ["a bundle of webpack", "webpack", webpack],
];

describe("the smoke suite over HTTP", () => {
  it("has run on everything that docs/runtimes.md lists, and on nothing else", () => {
    expect(readColumn(readText("docs/runtimes.md"), "Runs on")).toEqual(places.map(([title]) => title));
  });

  it.each(places)("passes on %s", async (title, tool, prepare) => {
    const path = await findTool(tool);
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const printed = await startProgram(url, await prepare(path ?? "", { port, config: stage.configFor(url) }));
    const result = await runSmoke(stage, url).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${printed()}`);
    });
    const { appUserId } = stage.sessions.organization;

    expect(result, printed()).toEqual({ ...PASSED, viewer: [appUserId, appUserId] });
    passed.push(title);
  });
});
