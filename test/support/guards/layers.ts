import type { ModuleImport } from "./imports.js";

/** `libraries` may be loaded with the module, `lazy` ones only by `import()` or `require()` when they are needed. */
interface Layer {
  level: number;
  libraries: readonly string[];
  lazy?: readonly string[];
}

/** Which way imports point: CONTRIBUTING.md shows the same table. `entry` is every other file directly in src. */
export const layers: Readonly<Record<string, Layer>> = {
  "errors.ts": { level: 0, libraries: ["chat"] },
  util: { level: 0, libraries: [] },
  render: { level: 1, libraries: ["chat"] },
  installations: { level: 1, libraries: [], lazy: ["@noble/ciphers"] },
  webhook: { level: 1, libraries: ["node:crypto"] },
  threads: { level: 1, libraries: [] },
  oauth: { level: 1, libraries: ["node:crypto"] },
  node: { level: 1, libraries: ["node:stream", "node:stream/promises"] },
  credentials: { level: 2, libraries: [] },
  api: { level: 3, libraries: [] },
  messages: { level: 4, libraries: ["chat"] },
  inbound: { level: 5, libraries: [] },
  sessions: { level: 5, libraries: [] },
  questions: { level: 5, libraries: [] },
  issues: { level: 5, libraries: [] },
  inbox: { level: 5, libraries: [] },
  adapter: { level: 6, libraries: ["chat", "node:async_hooks"], lazy: ["@linear/sdk"] },
  entry: { level: 7, libraries: ["*"] },
  cli: { level: 7, libraries: ["*"] },
  emulator: { level: 7, libraries: ["graphql", "node:*"] },
};

const EMULATOR_USERS: readonly string[] = ["src/emulator.ts", "src/testing.ts"];

/** One line per import that points the wrong way or loads what its folder may not. */
export function findLayerViolations(imports: readonly ModuleImport[]): string[] {
  return imports.flatMap((edge) => {
    const reason = refuse(edge);
    return reason === undefined ? [] : [`${edge.from}:${edge.line} imports ${nameOf(edge)}: ${reason}`];
  });
}

function nameOf({ to }: ModuleImport): string {
  return "own" in to ? to.own : to.library;
}

function refuse(edge: ModuleImport): string | undefined {
  const group = groupOf(edge.from);
  const layer = layers[group];
  if (layer === undefined) return `${group} has no level; give it one in layers.ts and CONTRIBUTING.md`;
  return "own" in edge.to ? refuseOwn(edge.from, group, edge.to.own) : refuseLibrary(edge, group, layer);
}

function refuseLibrary({ kind, to }: ModuleImport, group: string, layer: Layer): string | undefined {
  const library = "library" in to ? to.library : "";
  if (kind === "type" || covers(layer.libraries, library)) return undefined;
  if (!covers(layer.lazy ?? [], library)) return `${group} may not load ${library} at run time`;
  return kind === "lazy" ? undefined : `${group} may load ${library} only when it is needed, with import()`;
}

function covers(patterns: readonly string[], library: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? library.startsWith(pattern.slice(0, -1)) && library !== "(computed)" : pattern === library,
  );
}

function refuseOwn(from: string, group: string, target: string): string | undefined {
  const other = groupOf(target);
  if (!target.startsWith("src/")) return "it is outside src";
  if (other === group) return undefined;
  if (other === "emulator") return usesEmulator(from, group) ? undefined : "only cli and testing may use the emulator";
  if (group === "emulator") return other === "util" ? undefined : "the emulator may use only util of this package";
  return isBelow(from, group, other) ? undefined : `${group} is not above ${other}`;
}

const usesEmulator = (from: string, group: string): boolean => group === "cli" || EMULATOR_USERS.includes(from);

/** An entry file also stands above the folder of its own name: `src/cli.ts` above `src/cli/`. */
function isBelow(from: string, group: string, other: string): boolean {
  return from === `src/${other}.ts` || levelOf(other) < levelOf(group);
}

const levelOf = (group: string): number => layers[group]?.level ?? Number.POSITIVE_INFINITY;

function groupOf(path: string): string {
  const [, first = "", ...below] = path.split("/");
  if (below.length > 0) return first;
  return first in layers ? first : "entry";
}
