import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listLoadedModules } from "../../support/guards/loaded-modules.js";
import { packRepository, requireBuild } from "../../support/guards/packed-package.js";
import { absolute, readText } from "../../support/guards/repository.js";
import { runProcess } from "../../support/guards/run-process.js";

const SLOW_MS = 120_000;
let folder: string;
let command: string;

beforeAll(async () => {
  requireBuild();
  folder = await mkdtemp(join(tmpdir(), "cli-packed-"));
  const { tarball } = await packRepository(folder);
  const args = ["install", tarball, "--omit=peer", "--no-audit", "--no-fund", "--prefer-offline"];
  const { code, stderr } = await runProcess("npm", args, { cwd: folder, timeoutMs: SLOW_MS });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  command = join(folder, "node_modules", ".bin", "chat-adapter-linear");
}, SLOW_MS);

afterAll(() => rm(folder, { recursive: true }));

it("runs from the tarball in an empty folder, by npx", async () => {
  const { version } = JSON.parse(readText("package.json"));

  expect(await runProcess("npx", ["chat-adapter-linear", "--version"], { cwd: folder })).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: expect.any(String),
  });
});

it("says in a sentence that the emulator needs graphql", async () => {
  const { code, stdout, stderr } = await runProcess(command, ["emulator", "--port", "0"], { cwd: folder });

  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^The emulator needs the package graphql, .*npm install --save-dev graphql@16\n$/);
});

it.each(["SIGINT", "SIGTERM"] as const)("ends the emulator with exit code 0 on %s", async (signal) => {
  const built = spawn(process.execPath, ["dist/cli/main.js", "emulator", "--port", "0"]);
  const exited = once(built, "exit");
  await once(built.stdout, "data");
  built.kill(signal);

  expect(await exited).toEqual([0, null]);
});

it("runs doctor with what .env holds, and exits by what it found", async () => {
  await writeFile(join(folder, ".env"), "LINEAR_API_KEY=lin_api_never_printed\nLINEAR_MODE=all\n");

  const { code, stdout, stderr } = await runProcess(command, ["doctor", "--json"], { cwd: folder });

  expect([code, stderr]).toEqual([9, expect.stringContaining('"kind":"check-failed"')]);
  expect(JSON.parse(stdout).checks).toContainEqual(
    expect.objectContaining({
      name: "configuration",
      kind: "failed",
      what: expect.stringContaining("personal API key"),
    }),
  );
  expect(stdout + stderr).not.toContain("never_printed");
});

it("loads no command, nor what one needs, to tell the version", async () => {
  const loaded = await listLoadedModules(
    `process.argv[2] = "--version"; await import(${JSON.stringify(pathToFileURL(absolute("dist/cli/main.js")).href)})`,
  );

  expect(
    loaded.filter((url) => /node_modules\/(chat|graphql|@linear)\/|\/(doctor|emulator|webhook)-/.test(url)),
  ).toEqual([]);
  expect(loaded.filter((url) => url.includes("/node_modules/commander/"))).not.toEqual([]);
});
