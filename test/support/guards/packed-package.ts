import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isPresent } from "./repository.js";
import { runProcess } from "./run-process.js";

export interface PackedPackage {
  /** Absolute path of the tarball. */
  tarball: string;
  /** Paths in the tarball, sorted. */
  files: string[];
}

/** @throws {Error} that says what to do when there is no `dist`. */
export function requireBuild(): void {
  if (!isPresent("dist/index.js")) throw new Error("dist/index.js does not exist: run `npm run build` first");
}

/**
 * Packs the repository as it would be published, into `folder`.
 * @throws {Error} when npm fails.
 */
export async function packRepository(folder: string): Promise<PackedPackage> {
  // Without scripts: `prepack` would build again, below the feet of the other tests.
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { code, stdout, stderr } = await runProcess("npm", args);
  if (code !== 0) throw new Error(`npm pack exited with ${code}\n${stderr}`);
  const [packed]: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`npm pack packed nothing\n${stdout}`);
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path).sort() };
}

/** Files that a package does not need to work, or that it lacks. */
export function findMisplacedFiles(files: readonly string[]): string[] {
  const required = ["CHANGELOG.md", "LICENSE", "README.md", "llms.txt", "package.json"];
  const isUseful = (path: string): boolean =>
    required.includes(path) || (/^(?:dist|docs|examples)\//.test(path) && !path.startsWith("docs/api/"));
  return [
    ...files.filter((path) => !isUseful(path)).map((path) => `${path} is packed`),
    ...required.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
  ];
}

/** Targets of `exports`, `main`, `types` and `bin` that the tarball does not hold. */
export function findMissingTargets(manifest: object, files: readonly string[]): string[] {
  const fields = ["exports", "main", "module", "types", "bin"];
  return Object.entries(manifest)
    .filter(([field]) => fields.includes(field))
    .flatMap(([field, value]) => targetsOf(value).map((target) => ({ field, target })))
    .filter(({ target }) => !files.includes(target.replace(/^\.\//, "")))
    .map(({ field, target }) => `${field} names ${target}, which is not packed`);
}

function targetsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(targetsOf) : [];
}

/**
 * The sources outside src that a bundle holds, read from its source maps (absolute paths): libraries, if any.
 * @throws {Error} when there is no source map to read.
 */
export async function findBundledLibraries(sourceMaps: readonly string[]): Promise<string[]> {
  if (sourceMaps.length === 0) throw new Error("the build has no source maps, so what it holds cannot be told");
  const maps = await Promise.all(sourceMaps.map(async (path) => JSON.parse(await readFile(path, "utf8"))));
  const sources: string[] = maps.flatMap(({ sources }) => sources);
  return [...new Set(sources.filter((source) => !/^(\.\.\/)+src\//.test(source)))].sort();
}
