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
