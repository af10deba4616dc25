import type { Logger, Message, QueueEntry } from "chat";
import type { Leases } from "../leases/create-leases.js";
import { BEAT_MS } from "../leases/heartbeat.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { rehydrate } from "../messages/rehydrate.js";
import type { Clock } from "../util/clock.js";
import type { Arrival, Handled } from "./arrival.js";

/**
 * Does what the room was entered for, handles what waits until there is nothing any more, and gives the room back. What
 * handling something throws is thrown at the end.
 */
export type RoomWork = (room: Room, lease: Lease, arrival: Arrival, first?: () => Promise<Handled>) => Promise<void>;

export interface RoomWorkParts {
  leases: Pick<Leases, "waiting">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Whether a message was left for us since we last listened. */
  isAsked: (room: Room) => boolean;
  listen: (room: Room) => void;
  /** Gives the room back; false when a message was left for us meanwhile. */
  goOut: (room: Room, lease: Lease) => Promise<boolean>;
  /** Whether what waits is for others. */
  isLeaving: () => boolean;
  /** Handles a message that waited. */
  handle: (message: Message<LinearRawMessage>, room: Room, arrival: Arrival) => Promise<Handled>;
  /** Looks after what could not be taken out of the state. */
  lookAfter: (room: Room, arrival: Arrival) => void;
}

const TRIES = 3;
const PAUSE_MS = 1_000;

export function createRoomWork(parts: RoomWorkParts): RoomWork {
  const { clock, logger } = parts;
  const { waiting } = parts.leases;

  /** Tries again what the state, which may be away for a moment, has failed. Never rejects. */
  const patiently = async (work: () => Promise<void>): Promise<"done" | "given-up"> => {
    for (let left = TRIES; left > 0; left -= 1) {
      try {
        await work();
        return "done";
      } catch (error) {
        logger.warn("What waits in a thread could not be looked up", { error });
        if (left > 1) await clock.sleep(PAUSE_MS);
      }
    }
    return "given-up";
  };

  return async (room: Room, lease: Lease, arrival: Arrival, first): Promise<void> => {
    const startedAtMs = clock.now().getTime();
    const failures: unknown[] = [];
    const endings: Promise<void>[] = [];
    let rest: readonly QueueEntry[] = [];

    const attempt = async (handle: () => Promise<Handled>): Promise<void> => {
      try {
        const { over } = await handle();
        endings.push(over.catch((error: unknown) => void failures.push(error)));
      } catch (error) {
        failures.push(error);
      }
    };
    const handleNext = async (): Promise<boolean> => {
      parts.listen(room);
      const taken = await waiting.take(room, rest);
      rest = taken?.rest ?? [];
      if (taken !== undefined) await attempt(() => parts.handle(rehydrate(taken.message), room, arrival));
      return taken !== undefined;
    };

    if (first !== undefined) await attempt(first);
    // Who comes to another process during a shorter turn waits there until it is over.
    const isLong = clock.now().getTime() - startedAtMs >= BEAT_MS;
    let mayWait = first === undefined || isLong || failures.length > 0;
    const handleRest = async (): Promise<void> => {
      while (!parts.isLeaving() && (mayWait || parts.isAsked(room))) mayWait = await handleNext();
    };

    let isGivenUp = false;
    do {
      isGivenUp = (await patiently(handleRest)) === "given-up";
      if (isGivenUp) parts.listen(room);
    } while (!(await parts.goOut(room, lease)));
    if (isGivenUp) parts.lookAfter(room, arrival);
    await Promise.all(endings);
    if (failures.length > 0) throw failures[0];
  };
}
