import type { ResolverTable } from "../graphql/context.js";

/** Resolvers of settings that the emulator has one value for. */
export function constants(values: Readonly<Record<string, unknown>>): ResolverTable {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, () => value]));
}
