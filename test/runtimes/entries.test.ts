import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProcess } from "../support/guards/run-process.js";
import { bundleTextWithEsbuild } from "./bundles.js";
import { type Consumer, createConsumer, createEmptyFolder } from "./consumer.js";
import { findTool } from "./tools.js";

let consumer: Consumer;
let folder: string;

beforeAll(async () => {
  consumer = await createConsumer(["chat", "graphql"]);
  folder = await createEmptyFolder();
});

afterAll(async () => {
  await consumer?.remove();
  await rm(folder, { recursive: true, force: true });
});

const entries: [string, string][] = [
  ["chat-adapter-linear", "createLinearAdapter"],
  ["chat-adapter-linear/webhook", "verifyWebhook"],
  ["chat-adapter-linear/oauth", "requestToken"],
  ["chat-adapter-linear/node", "toNodeHandler"],
  ["chat-adapter-linear/emulator", "startLinearEmulator"],
];

/** Bundles a program that uses one name of an entry, runs it where nothing is installed, and gives what it prints. */
async function runBundled(entry: string, name: string, format: "esm" | "cjs"): Promise<string> {
  const outfile = join(folder, `${name}.${format === "esm" ? "mjs" : "cjs"}`);
  const text = `import { ${name} } from "${entry}"; console.log(typeof ${name});`;
  await bundleTextWithEsbuild((await findTool("esbuild")) ?? "", consumer, text, outfile, { format, platform: "node" });
  const { stdout, stderr } = await runProcess(process.execPath, [outfile], { cwd: folder });
  return stdout + stderr;
}

describe("each entry in a bundle of its own", () => {
  it.each(entries)("starts as ESM: %s", async (entry, name) => {
    expect(await runBundled(entry, name, "esm")).toBe("function\n");
  });

  it.each(entries)("starts as CommonJS: %s", async (entry, name) => {
    expect(await runBundled(entry, name, "cjs")).toBe("function\n");
  });

  it("is small for OAuth alone, which needs no chat", async () => {
    await runBundled("chat-adapter-linear/oauth", "requestToken", "esm");

    expect((await stat(join(folder, "requestToken.mjs"))).size).toBeLessThan(40_000);
  });
});
