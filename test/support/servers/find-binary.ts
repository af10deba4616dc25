import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

// Debian keeps PostgreSQL's server programs out of PATH, in a folder per version.
const POSTGRES_VERSIONS = "/usr/lib/postgresql";

/** The path of an installed program, `undefined` when there is none. */
export function findBinary(name: string): string | undefined {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...path, "/usr/bin", ...listPostgresFolders()].map((folder) => join(folder, name)).find(isExecutable);
}

/** Newest version first. */
function listPostgresFolders(): string[] {
  try {
    const versions = readdirSync(POSTGRES_VERSIONS).sort((one, other) => Number(other) - Number(one));
    return versions.map((version) => join(POSTGRES_VERSIONS, version, "bin"));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
