import type { ImportKind, ModuleImport } from "./imports.js";

/** Each cycle once, as `src/a.ts -> src/b.ts -> src/a.ts`, beginning with the path that sorts first. */
export function findCycles(imports: readonly ModuleImport[]): string[] {
  const targets = groupTargets(imports);
  const finished = new Set<string>();
  const cycles = new Set<string>();

  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.add(formatCycle(trail.slice(start)));
    if (start >= 0 || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };

  for (const path of targets.keys()) visit(path, []);
  return [...cycles].sort();
}

/**
 * How `entry` comes to load `library`: one chain per file that imports it, `src/a.ts -> src/b.ts -> chat`.
 * `kinds` says which imports count.
 */
export function findChains(
  imports: readonly ModuleImport[],
  entry: string,
  library: string,
  kinds: readonly ImportKind[],
): string[] {
  const followed = imports.filter(({ kind }) => kinds.includes(kind));
  const trails = findTrails(groupTargets(followed), entry);
  return followed.flatMap(({ from, to }) => {
    const trail = trails.get(from);
    return trail !== undefined && "library" in to && to.library === library ? [[...trail, library].join(" -> ")] : [];
  });
}

/** For every file that can be reached from `entry`, the files on a shortest way to it, both ends included. */
function findTrails(targets: ReadonlyMap<string, readonly string[]>, entry: string): Map<string, readonly string[]> {
  const trails = new Map<string, readonly string[]>([[entry, [entry]]]);
  // A map's iteration also gives what is added meanwhile, so this walks breadth first.
  for (const [path, trail] of trails) {
    const found = (targets.get(path) ?? []).filter((target) => !trails.has(target));
    for (const target of found) trails.set(target, [...trail, target]);
  }
  return trails;
}

function groupTargets(imports: readonly ModuleImport[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) {
    const known = targets.get(from) ?? [];
    targets.set(from, "own" in to ? [...known, to.own] : known);
  }
  return targets;
}

function formatCycle(trail: readonly string[]): string {
  const start = trail.indexOf([...trail].sort()[0] ?? "");
  const turned = [...trail.slice(start), ...trail.slice(0, start)];
  return [...turned, ...turned.slice(0, 1)].join(" -> ");
}
