import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { absolute, readText } from "../support/guards/repository.js";
import { type ProcessResult, runProcess } from "../support/guards/run-process.js";

const TSX = pathToFileURL(absolute("node_modules/tsx/dist/loader.mjs")).href;

/** Runs the check in a folder with this manifest. */
async function check(manifest: object): Promise<ProcessResult> {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  return await runProcess(process.execPath, ["--import", TSX, absolute("scripts/check-release.ts")], { cwd: folder });
}

it("a package without a public address is not published", async () => {
  const { code, stderr } = await check({ name: "x", homepage: "https://example.com" });

  expect([code, stderr]).toEqual([1, expect.stringContaining("package.json has no repository, bugs.")]);
});

it("a package with its addresses is published", async () => {
  const repository = "github:a/b";

  expect(await check({ name: "x", repository, homepage: "https://example.com", bugs: "https://example.com" })).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

it("npm asks before it publishes", () => {
  expect(JSON.parse(readText("package.json")).scripts.prepublishOnly).toBe(
    "node --import tsx scripts/check-release.ts",
  );
});
