import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PackedPackage, packRepository, requireBuild } from "../support/guards/packed-package.js";
import { absolute } from "../support/guards/repository.js";
import { npmInstall } from "./tools.js";

/** A project of a user's, outside of the repository. */
export interface Consumer {
  folder: string;
  packed: PackedPackage;
  remove(): Promise<void>;
}

/**
 * Packs the repository and installs it into an empty project.
 * @param specs what is installed beside it.
 * @throws {Error} when npm fails.
 */
export async function createConsumer(specs: readonly string[], manifest: object = {}): Promise<Consumer> {
  requireBuild();
  const folder = await mkdtemp(join(tmpdir(), "consumer-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", ...manifest }));
  const packed = await packRepository(folder);
  const { code, stderr } = await npmInstall(folder, [packed.tarball, ...specs]);
  if (code !== 0) throw new Error(`npm install exited with ${code}\n${stderr}`);
  return { folder, packed, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Copies the programs of the smoke suite into a project. */
export async function copyPrograms({ folder }: Consumer): Promise<void> {
  await cp(absolute("test/runtimes/programs"), folder, { recursive: true });
}

/** A folder in which nothing is installed. */
export async function createEmptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  await mkdir(folder, { recursive: true });
  return folder;
}
