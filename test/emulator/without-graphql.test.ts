import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { absolute } from "../support/guards/repository.js";
import { runProcess } from "../support/guards/run-process.js";

const TIMEOUT_MS = 60_000;
const PROGRAM = `
import { startLinearEmulator } from "./src/emulator.ts";
startLinearEmulator().catch((error) => console.log(error.message));
`;

// Outside the repository, so that nothing is found in its node_modules.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "without-graphql-"));
  await cp(absolute("src"), join(folder, "src"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await writeFile(join(folder, "main.ts"), PROGRAM);
});
afterEach(() => rm(folder, { recursive: true }));

it("a missing graphql package is one sentence that says what to install", { timeout: TIMEOUT_MS }, async () => {
  const tsx = absolute("node_modules/tsx/dist/loader.mjs");
  const environment = { PATH: process.env.PATH ?? "" };
  const args = ["--import", tsx, join(folder, "main.ts")];

  expect(await runProcess(process.execPath, args, { env: environment, timeoutMs: TIMEOUT_MS })).toEqual({
    code: 0,
    stdout:
      "The emulator needs the package graphql, version 16, which is not installed: npm install --save-dev graphql@16\n",
    stderr: "",
  });
});
