import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository, without a slash at the end. */
export const repositoryRoot: string = fileURLToPath(new URL("../../..", import.meta.url)).replace(/[/\\]$/, "");

/** A source file: `path` is relative to the repository, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

export function absolute(path: string): string {
  return join(repositoryRoot, path);
}

export function isPresent(path: string): boolean {
  return existsSync(absolute(path));
}

/** @throws {Error} that names the file when it does not exist. */
export function readText(path: string): string {
  if (isPresent(path)) return readFileSync(absolute(path), "utf8");
  throw new Error(`${path} does not exist`);
}

/** Paths of the files below `folder` whose names match, sorted. No files where the folder does not exist. */
export function listFiles(folder: string, name: RegExp): string[] {
  if (!isPresent(folder)) return [];
  return readdirSync(absolute(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(repositoryRoot.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

/** What stands directly in `folder`, sorted; folders end in a slash. */
export function listEntries(folder: string): string[] {
  return readdirSync(absolute(folder), { withFileTypes: true })
    .map((entry) => `${folder}/${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort();
}

export function readSources(folder: string): SourceFile[] {
  return listFiles(folder, /\.ts$/).map((path) => ({ path, text: readText(path) }));
}
