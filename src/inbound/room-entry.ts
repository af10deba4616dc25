import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";

/** A room that this process works in. */
export interface Here {
  /** Whether a message was left for the one who works there. */
  isAsked: boolean;
  /** Work that goes on beside the turns of the room, as an answer that one of them may wait for. None of it rejects. */
  guests: Set<Promise<void>>;
}

/** A room that was taken for this process. */
export interface Entered {
  room: Room;
  lease: Lease;
  here: Here;
}

/** What became of the attempt to take a room. */
export type Entry =
  | { kind: "entered"; entered: Entered }
  | { kind: "here"; here: Here }
  | { kind: "elsewhere"; holder: Lease };

/** Lets work go on beside the turns of a room: who has the room keeps it until that is done. */
export function host({ guests }: Here, work: Promise<unknown>): void {
  const leave = (): void => void guests.delete(over);
  const over: Promise<void> = work.then(leave, leave);
  guests.add(over);
}

/** Resolves when nothing goes on beside the turns of a room. */
export async function guestsOf({ guests }: Here): Promise<void> {
  while (guests.size > 0) await Promise.all(guests);
}
