import type { Logger, Message, QueueEntry, StateAdapter } from "chat";
import type { Leases } from "../leases/create-leases.js";
import { BEAT_MS } from "../leases/heartbeat.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { rehydrate } from "../messages/rehydrate.js";
import type { Clock } from "../util/clock.js";
import type { Arrival, Handled } from "./arrival.js";

/**
 * Handles what is there until nothing waits any more, and gives the room back. What handling something throws is thrown at
 * the end.
 */
export type RoomWork = (room: Room, lease: Lease, arrival: Arrival, first?: Message<LinearRawMessage>) => Promise<void>;

export interface RoomWorkParts {
  leases: Pick<Leases, "waiting">;
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Whether a message was left for us since we last listened. */
  isAsked: (room: Room) => boolean;
  listen: (room: Room) => void;
  /** Gives the room back; false when a message was left for us meanwhile. */
  goOut: (room: Room, lease: Lease) => Promise<boolean>;
  /** Whether what waits is for others. */
  isLeaving: () => boolean;
}

const TRIES = 3;
const PAUSE_MS = 1_000;

export function createRoomWork(parts: RoomWorkParts): RoomWork {
  const { clock, logger } = parts;
  const { waiting } = parts.leases;

  /** Tries again what the state, which may be away for a moment, has failed. Never rejects. */
  const patiently = async (work: () => Promise<void>, giveUp: () => void): Promise<void> => {
    for (let left = TRIES; left > 0; left -= 1) {
      try {
        return await work();
      } catch (error) {
        logger.warn("What waits in a thread could not be looked up", { error });
        if (left > 1) await clock.sleep(PAUSE_MS);
      }
    }
    giveUp();
  };

  return async (room: Room, lease: Lease, arrival: Arrival, first): Promise<void> => {
    const startedAtMs = clock.now().getTime();
    const failures: unknown[] = [];
    const endings: Promise<void>[] = [];
    let rest: readonly QueueEntry[] = [];

    /** The chat's lock may be that of a process which is dead: whoever has the room has the right to it. */
    const handle = async (message: Message<LinearRawMessage>): Promise<Handled> => {
      try {
        return await arrival.handle(message);
      } catch (error) {
        if (!isLockError(error)) throw error;
        await unlock(room, message.threadId, parts.state());
        return await arrival.handle(message);
      }
    };
    const attempt = async (message: Message<LinearRawMessage>): Promise<void> => {
      try {
        const { over } = await handle(message);
        endings.push(over.catch((error: unknown) => void failures.push(error)));
      } catch (error) {
        failures.push(error);
      }
    };
    const handleNext = async (): Promise<boolean> => {
      parts.listen(room);
      const taken = await waiting.take(room, rest);
      rest = taken?.rest ?? [];
      if (taken !== undefined) await attempt(rehydrate(taken.message));
      return taken !== undefined;
    };

    if (first !== undefined) await attempt(first);
    // Who comes to another process during a shorter turn waits there until it is over.
    const isLong = clock.now().getTime() - startedAtMs >= BEAT_MS;
    let mayWait = first === undefined || isLong || failures.length > 0;
    const handleRest = async (): Promise<void> => {
      while (!parts.isLeaving() && (mayWait || parts.isAsked(room))) mayWait = await handleNext();
    };

    do await patiently(handleRest, () => parts.listen(room));
    while (!(await parts.goOut(room, lease)));
    await Promise.all(endings);
    if (failures.length > 0) throw failures[0];
  };
}

/** Frees a thread from what a dead process has left in the chat's own keys. */
export async function unlock(room: Room, threadId: string, state: StateAdapter): Promise<void> {
  await state.forceReleaseLock(room.key);
  await state.delete(`active-turn:${threadId}`);
}

const isLockError = (error: unknown): boolean => error instanceof Error && error.name === "LockError";
