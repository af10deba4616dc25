import { existsSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type ModuleImport, readImports } from "./imports.js";
import type { SourceFile } from "./repository.js";

interface Manifest {
  name: string;
  dependencies?: Readonly<Record<string, string>>;
  peerDependencies?: Readonly<Record<string, string>>;
}

/** Libraries that built files (code and declarations) import and that installing the package does not bring along. */
export function findUndeclaredLibraries(files: readonly SourceFile[], manifest: Manifest): string[] {
  const declared = [manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })];
  return readImports(files)
    .filter(({ to }) => "library" in to && !isBuiltin(to.library) && !declared.includes(to.library))
    .map((edge) => `${edge.from}:${edge.line} imports ${libraryOf(edge)}, which is no dependency`);
}

const libraryOf = ({ to }: ModuleImport): string => ("library" in to ? to.library : to.own);

/** Every folder below `folder` (absolute) in which `library` is installed. */
export function findInstalledCopies(folder: string, library: string): string[] {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return [];
  const own = existsSync(join(modules, library, "package.json")) ? [join(modules, library)] : [];
  return [...own, ...listPackages(modules).flatMap((path) => findInstalledCopies(path, library))];
}

function listPackages(modules: string): string[] {
  const folders = readdirSync(modules, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    name.startsWith("@")
      ? readdirSync(join(modules, name)).map((part) => join(modules, name, part))
      : [join(modules, name)],
  );
}

/** Addresses in a lock file that packages are fetched from: they belong to one machine, not to the repository. */
export function findRegistryAddresses(lock: string): string[] {
  const { packages }: { packages: Record<string, { resolved?: string }> } = JSON.parse(lock);
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:/.test(resolved))
    .map(([path, { resolved }]) => `${path} is fetched from ${resolved}`);
}
