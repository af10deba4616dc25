import type { ModuleImport } from "./imports.js";

/** `libraries` may be loaded with the module, `lazy` ones only by `import()` or `require()` when they are needed. */
interface Layer {
  level: number;
  libraries: readonly string[];
  lazy?: readonly string[];
  /** The rooms inside, lowest first: one imports from lower ones and from itself. "." is the files of the folder itself. */
  rooms?: readonly (readonly string[])[];
}

/** Which way imports point: CONTRIBUTING.md shows the same table. `entry` is every other file directly in src. */
export const layers: Readonly<Record<string, Layer>> = {
  "errors.ts": { level: 0, libraries: [] },
  util: { level: 0, libraries: ["node:async_hooks"] },
  render: { level: 1, libraries: ["chat"], lazy: ["markdown-it"] },
  diagnostics: { level: 1, libraries: [] },
  installations: { level: 1, libraries: [], lazy: ["@noble/ciphers"] },
  webhook: { level: 1, libraries: ["node:crypto"] },
  threads: { level: 1, libraries: [] },
  oauth: { level: 1, libraries: ["node:crypto"] },
  node: { level: 1, libraries: ["node:fs", "node:stream", "node:stream/promises"] },
  credentials: { level: 2, libraries: [] },
  leases: { level: 2, libraries: [] },
  api: { level: 3, libraries: [] },
  files: { level: 3, libraries: [] },
  messages: { level: 4, libraries: ["chat"], rooms: [["remembered"], ["."], ["context", "history"]] },
  streams: { level: 4, libraries: [] },
  organizations: { level: 4, libraries: [] },
  comments: { level: 5, libraries: ["chat", "node:crypto"], rooms: [["."], ["stream"]] },
  sessions: {
    level: 5,
    libraries: [],
    rooms: [["speech"], ["turns"], ["stream", "intake"], ["handle"], ["."]],
  },
  events: { level: 5, libraries: [] },
  questions: { level: 5, libraries: [] },
  issues: { level: 5, libraries: [] },
  inbound: { level: 6, libraries: [] },
  inbox: {
    level: 7,
    libraries: [],
    lazy: ["bullmq", "ioredis", "pg"],
    rooms: [["store"], ["wake-ups"], ["."]],
  },
  adapter: {
    level: 7,
    libraries: ["chat"],
    lazy: ["@linear/sdk"],
    rooms: [["config"], ["surfaces", "installing"], ["."]],
  },
  entry: { level: 8, libraries: ["*"] },
  emulator: { level: 8, libraries: ["graphql", "node:*"] },
  cli: { level: 9, libraries: ["commander", "node:*"] },
};

const EMULATOR_ENTRY = "src/emulator.ts";

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
  if (other === group) return refuseRoom(from, group, target);
  if (other === "emulator") return from === EMULATOR_ENTRY ? undefined : "only its entry may use the emulator";
  if (group === "emulator") return other === "util" ? undefined : "the emulator may use only util of this package";
  return isBelow(from, group, other) ? undefined : `${group} is not above ${other}`;
}

/** An entry file also stands above the folder of its own name: `src/cli.ts` above `src/cli/`. */
function isBelow(from: string, group: string, other: string): boolean {
  return from === `src/${other}.ts` || levelOf(other) < levelOf(group);
}

/** Inside a folder, by the rooms that its layer names. */
function refuseRoom(from: string, group: string, target: string): string | undefined {
  const rooms = layers[group]?.rooms;
  if (rooms === undefined) return undefined;
  const [room, other] = [roomOf(from), roomOf(target)];
  if (room === other) return undefined;
  const levelOfRoom = (name: string): number => rooms.findIndex((names) => names.includes(name));
  if (levelOfRoom(room) === -1) return `${group}/${room} has no level; give it one in layers.ts and CONTRIBUTING.md`;
  return levelOfRoom(other) < levelOfRoom(room) ? undefined : `${group}/${room} is not above ${group}/${other}`;
}

/** `turns` of `src/sessions/turns/turn.ts`; "." of a file directly in the folder. */
function roomOf(path: string): string {
  const [, , room = ".", ...below] = path.split("/");
  return below.length > 0 ? room : ".";
}

const levelOf = (group: string): number => layers[group]?.level ?? Number.POSITIVE_INFINITY;

function groupOf(path: string): string {
  const [, first = "", ...below] = path.split("/");
  if (below.length > 0) return first;
  return first in layers ? first : "entry";
}
