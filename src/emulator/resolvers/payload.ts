import { conflict, invalidInput } from "../request-error.js";
import { entityName, type OwnedTable } from "../state.js";
import type { World } from "../world.js";

/** The answer of a mutation: what it changed, and that it did. `lastSyncId` only ever grows. */
export function succeed<Entity extends object>(
  world: World,
  entity: Entity,
): Entity & { success: true; lastSyncId: number } {
  return { ...entity, success: true, lastSyncId: Date.parse(world.instant()) };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The id that a creation brings along, if it does.
 * @throws {LinearRequestError} when it is no UUID, or taken.
 */
export function readOwnId(world: World, table: OwnedTable, id: string | null | undefined): string | undefined {
  if (id == null) return undefined;
  if (!UUID.test(id)) throw invalidInput("Argument Validation Error - id must be a UUID");
  if (world.state[table].has(id)) throw conflict(entityName(table), id);
  return id;
}

/** GraphQL's `null` as this code's `undefined`. */
export const orUndefined = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

type Given<Input, Key extends keyof Input> = { [Name in Key]?: Exclude<Input[Name], null> };

/** What an update says about these fields, with `null`, which empties a field, as `undefined`. */
export function readGiven<Input extends object, Key extends keyof Input>(
  input: Input,
  keys: readonly Key[],
): Given<Input, Key> {
  const given = keys.filter((key) => input[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, input[key] ?? undefined])) as Given<Input, Key>;
}

/** Likewise for fields that are never empty: `null` leaves them as they are. */
export function readSet<Input extends object, Key extends keyof Input>(
  input: Input,
  keys: readonly Key[],
): Given<Input, Key> {
  return Object.fromEntries(keys.filter((key) => input[key] != null).map((key) => [key, input[key]])) as Given<
    Input,
    Key
  >;
}

/**
 * Refuses what the SDK's documents can send and the emulator knows nothing of.
 * @throws {LinearRequestError} "The emulator does not have …".
 */
export function refuseGiven(args: Readonly<Record<string, unknown>>, field: string, names: readonly string[]): void {
  const given = names.find((name) => args[name] != null && args[name] !== false);
  if (given !== undefined) throw invalidInput(`The emulator does not have the argument ${given} of ${field}`);
}
