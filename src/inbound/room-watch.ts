import type { Logger } from "chat";
import type { Leases } from "../leases/create-leases.js";
import { BEAT_MS, DEAD_AFTER_MS } from "../leases/heartbeat.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { Clock } from "../util/clock.js";
import type { Arrival } from "./arrival.js";
import type { Entered, Entry } from "./room-entry.js";

/**
 * Watches over a message that was left in a room of another process, until somebody has taken it out. Resolves when that
 * is done, or is sure to be done as long as the other process lives; the watch then goes on.
 */
export type RoomWatch = (room: Room, arrival: Arrival) => Promise<void>;

export interface RoomWatchParts {
  leases: Pick<Leases, "heartbeat" | "waiting">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Aborts when this process leaves. */
  leaving: () => AbortSignal;
  enter: (room: Room, arrival: Arrival) => Promise<Entry>;
  /** Takes the room from somebody who does not work in it any more; undefined when somebody else was faster. */
  inherit: (room: Room, left: Lease, arrival: Arrival) => Promise<Entered | undefined>;
  /** The same from a process that is dead. */
  inheritFromDead: (room: Room, dead: Lease, arrival: Arrival) => Promise<Entered | undefined>;
  /** Handles what waits. Never rejects. */
  work: (entered: Entered, arrival: Arrival) => Promise<void>;
}

const FIRST_LOOKS_MS = 500;
const LATER_LOOKS_MS = 5_000;
/** A process that beats on for so long has told that it has the room, and looks for what waits when its turn ends. */
const TOLD_AFTER_MS = 3 * BEAT_MS;

/** What is known of the one who has the room. */
interface Sighting {
  holder: Lease;
  firstBeat: number | null;
  silentSinceMs: number | undefined;
}

/** What a look has shown. */
type Look = { kind: "over" } | { kind: "waits"; sighting: Sighting; isSafe: boolean };

export function createRoomWatch(parts: RoomWatchParts): RoomWatch {
  const { clock, logger } = parts;
  const { heartbeat, waiting } = parts.leases;
  const watches = new Map<string, Promise<void>>();

  const workIn = async (entered: Entered | undefined, sighting: Sighting, arrival: Arrival): Promise<Look> => {
    if (entered === undefined) return { kind: "waits", sighting, isSafe: false };
    await parts.work(entered, arrival);
    return { kind: "over" };
  };

  const isWorkedIn = async ({ processId, id }: Lease): Promise<boolean> =>
    (await heartbeat.workOf(processId)).some((lease) => lease.id === id);

  const lookAtHolder = async (room: Room, holder: Lease, before: Sighting, arrival: Arrival): Promise<Look> => {
    const beat = await heartbeat.beatOf(holder.processId);
    if (beat === null) {
      const nowMs = clock.now().getTime();
      const silentSinceMs = before.silentSinceMs ?? nowMs;
      const sighting = { ...before, silentSinceMs };
      if (nowMs - silentSinceMs < DEAD_AFTER_MS) return { kind: "waits", sighting, isSafe: false };
      return await workIn(await parts.inheritFromDead(room, holder, arrival), sighting, arrival);
    }
    const firstBeat = before.firstBeat ?? beat;
    const sighting = { holder, firstBeat, silentSinceMs: undefined };
    const isSafe = beat - firstBeat >= TOLD_AFTER_MS;
    // A lease that could not be given back, or that its process does not know of, stands in everybody's way.
    if (isSafe && !(await isWorkedIn(holder)))
      return await workIn(await parts.inherit(room, holder, arrival), sighting, arrival);
    return { kind: "waits", sighting, isSafe };
  };

  const look = async (room: Room, before: Sighting | undefined, arrival: Arrival): Promise<Look> => {
    if ((await waiting.count(room)) === 0) return { kind: "over" };
    const entry = await parts.enter(room, arrival);
    switch (entry.kind) {
      case "entered":
        await parts.work(entry.entered, arrival);
        return { kind: "over" };
      case "here":
        entry.here.isAsked = true;
        return { kind: "over" };
      case "elsewhere":
        return await lookAtHolder(room, entry.holder, knownOf(entry.holder, before), arrival);
    }
  };

  const keepWatch = async (room: Room, arrival: Arrival, onSafe: () => void): Promise<void> => {
    let sighting: Sighting | undefined;
    let isSafe = false;
    while (await pause(isSafe ? LATER_LOOKS_MS : FIRST_LOOKS_MS, parts)) {
      try {
        const seen = await look(room, sighting, arrival);
        if (seen.kind === "over") return;
        ({ sighting } = seen);
        isSafe ||= seen.isSafe;
        if (isSafe) onSafe();
      } catch (error) {
        logger.warn("A message that waits for its turn could not be looked after; it is tried again", { error });
      }
    }
  };

  return (room, arrival) => {
    const running = watches.get(room.key);
    if (running !== undefined) return running;
    const covered = new Promise<void>((resolve) => {
      void keepWatch(room, arrival, resolve).finally(() => {
        watches.delete(room.key);
        resolve();
      });
    });
    watches.set(room.key, covered);
    return covered;
  };
}

const knownOf = (holder: Lease, before: Sighting | undefined): Sighting =>
  before?.holder.id === holder.id ? before : { holder, firstBeat: null, silentSinceMs: undefined };

/** Whether this process goes on when the time has passed. */
async function pause(ms: number, { clock, leaving }: Pick<RoomWatchParts, "clock" | "leaving">): Promise<boolean> {
  try {
    // One signal that many wait on at once would be taken for a leak.
    await clock.sleep(ms, AbortSignal.any([leaving()]));
    return true;
  } catch {
    return false;
  }
}
