import { findBinary } from "./find-binary.js";

/** A server that some tests run on. */
export interface TestServerKind {
  name: "redis" | "postgres";
  title: string;
  /** Programs that must be there. */
  binaries: readonly string[];
  debianPackage: string;
}

export const testServerKinds: readonly TestServerKind[] = [
  { name: "redis", title: "Redis", binaries: ["redis-server"], debianPackage: "redis-server" },
  { name: "postgres", title: "PostgreSQL", binaries: ["postgres", "initdb"], debianPackage: "postgresql" },
];

export function isInstalled({ binaries }: TestServerKind): boolean {
  return binaries.every((binary) => findBinary(binary) !== undefined);
}

export const listMissingServers = (): TestServerKind[] => testServerKinds.filter((kind) => !isInstalled(kind));

/** Where a missing server is a failure, since nobody reads which part was skipped. */
export const isContinuousIntegration = (): boolean => !["", "0", "false"].includes(process.env.CI ?? "");
