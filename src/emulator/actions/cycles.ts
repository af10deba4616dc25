import { invalidInput } from "../request-error.js";
import type { CycleRecord } from "../work-records.js";
import type { World } from "../world.js";

export type NewCycle = Omit<CycleRecord, "id" | "number" | "createdAt" | "updatedAt"> & {
  id: string | undefined;
  /** Default: the team's next one. */
  number?: number | undefined;
};

/**
 * Adds a cycle.
 * @throws {LinearRequestError} when it ends before it starts.
 */
export function createCycle(world: World, input: NewCycle): CycleRecord {
  checkSpan(input);
  const siblings = [...world.state.cycles.values()].filter(({ teamId }) => teamId === input.teamId);
  const at = world.instant();
  const cycle: CycleRecord = {
    ...input,
    id: input.id ?? world.newId(),
    number: input.number ?? siblings.length + 1,
    createdAt: at,
    updatedAt: at,
  };
  world.state.cycles.set(cycle.id, cycle);
  return cycle;
}

/**
 * Changes a cycle.
 * @throws {LinearRequestError} when it would end before it starts.
 */
export function updateCycle(world: World, cycle: CycleRecord, changes: Partial<CycleRecord>): void {
  checkSpan({ ...cycle, ...changes });
  Object.assign(cycle, changes, { updatedAt: world.instant() });
}

function checkSpan({ startsAt, endsAt }: Pick<CycleRecord, "startsAt" | "endsAt">): void {
  if (Date.parse(startsAt) >= Date.parse(endsAt)) {
    throw invalidInput("Argument Validation Error - endsAt must be after startsAt");
  }
}

/** Where a cycle is in time. */
export function phaseOf({ startsAt, endsAt }: CycleRecord, now: Date): "past" | "active" | "future" {
  if (now.getTime() < Date.parse(startsAt)) return "future";
  return now.getTime() < Date.parse(endsAt) ? "active" : "past";
}
