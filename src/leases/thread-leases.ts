import type { StateAdapter } from "chat";
import { claim } from "../util/claim.js";
import type { Heartbeat } from "./heartbeat.js";
import type { Lease } from "./lease.js";
import type { Room } from "./rooms.js";

/** Who handles the messages of a room: one process at a time, of all that share the state. */
export interface ThreadLeases {
  /** Takes the room, unless somebody has it; resolves to who has it then. */
  take(room: Room, lease: Lease): Promise<Lease>;
  /** Takes a room from a process that is dead; false when another heir was faster, or the room has been left. */
  inherit(dead: Lease, heir: Lease): Promise<boolean>;
  /** Takes on what became of work beside others; false when another heir was faster. */
  inheritBeside(dead: Lease, heirId: string): Promise<boolean>;
  /** The lease of a room that somebody has. */
  find(roomKey: string): Promise<Lease | null>;
  /** Leaves the room to others. */
  release(lease: Lease): Promise<void>;
}

const LIFETIME_MS = 24 * 60 * 60 * 1_000;
// A process that inherits a room has held it at the latest after this time, or is dead itself.
const HEIR_MS = 60_000;
/** How long a room is taken at first where a turn that was cut short leaves nothing to mend. */
const BRIEF_MS = 3_000;

/** How a lease begins. */
export type LeaseTerm =
  /** Until it is given back: who finds it with a dead process knows that a turn was cut short. */
  | "until-released"
  /** For three seconds, until the first beat makes it last: a turn that is over by then gives nothing back. */
  | "brief";

export interface ThreadLeasesParts {
  state: () => StateAdapter;
  heartbeat: Heartbeat;
  termOf: (threadId: string) => LeaseTerm;
}

export function createThreadLeases({ state, heartbeat, termOf }: ThreadLeasesParts): ThreadLeases {
  const keyOf = (roomKey: string): string => `linear:turn:${roomKey}`;
  /** Leases that are to be given back, each with the writing that makes it last. */
  const lasting = new Map<string, Promise<void>>();

  const keep = (lease: Lease, roomKey: string): Promise<void> => state().set(keyOf(roomKey), lease, LIFETIME_MS);

  const find = (roomKey: string): Promise<Lease | null> => state().get<Lease>(keyOf(roomKey));

  /** A brief lease may have run out where this process was held up. */
  const keepUnlessTaken = async (lease: Lease, roomKey: string): Promise<void> => {
    const holder = await find(roomKey);
    if (holder === null || holder.id === lease.id) await keep(lease, roomKey);
  };

  const begin = (lease: Lease, roomKey: string, term: LeaseTerm): void => {
    switch (term) {
      case "until-released":
        lasting.set(lease.id, Promise.resolve());
        heartbeat.begin(lease);
        break;
      case "brief":
        heartbeat.begin(lease, () => {
          const kept = keepUnlessTaken(lease, roomKey);
          lasting.set(lease.id, kept);
          return kept;
        });
        break;
    }
  };

  /** A lease of this process that nothing works on: a brief one that is over. */
  const isLeftBehind = ({ processId, id }: Lease): boolean => processId === heartbeat.processId && !heartbeat.has(id);

  const take = async (room: Room, lease: Lease): Promise<Lease> => {
    const term = termOf(lease.threadId);
    const isFree = await state().setIfNotExists(keyOf(room.key), lease, term === "brief" ? BRIEF_MS : LIFETIME_MS);
    const holder = isFree ? lease : await find(room.key);
    // It has ended meanwhile.
    if (holder === null) return await take(room, lease);
    if (isLeftBehind(holder) && holder.id !== lease.id) await keep(lease, room.key);
    else if (holder.id !== lease.id) return holder;
    // A client that repeats a command whose answer got lost finds its own lease.
    begin(lease, room.key, isFree ? term : "until-released");
    return lease;
  };

  const claimDeath = async (dead: Lease, heirId: string): Promise<boolean> =>
    (await claim(state(), `linear:heir:${dead.id}`, heirId, HEIR_MS)) === heirId;

  return {
    take,
    find,
    inherit: async (dead, heir) => {
      if (dead.roomKey === undefined || (await find(dead.roomKey))?.id !== dead.id) return false;
      if (!(await claimDeath(dead, heir.id))) return false;
      await keep(heir, dead.roomKey);
      begin(heir, dead.roomKey, "until-released");
      return true;
    },
    inheritBeside: claimDeath,
    release: async (lease) => {
      const { id, roomKey } = lease;
      heartbeat.end(lease);
      const kept = lasting.get(id);
      lasting.delete(id);
      if (kept === undefined || roomKey === undefined) return;
      await kept.catch(() => {});
      // Whoever took this process for dead has taken the room.
      if ((await find(roomKey))?.id !== id) return;
      await state().delete(keyOf(roomKey));
    },
  };
}
