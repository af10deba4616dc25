import type { Logger } from "chat";
import type { Leases } from "../leases/create-leases.js";
import { BEAT_MS } from "../leases/heartbeat.js";
import { rehydrate } from "../messages/rehydrate.js";
import type { Clock } from "../util/clock.js";
import type { Arrival, Handled } from "./arrival.js";
import { type Entered, guestsOf } from "./room-entry.js";

/**
 * Handles what is there until nothing waits any more, and gives the room back. What handling something throws is thrown at
 * the end.
 */
export type RoomWork = (entered: Entered, arrival: Arrival, first?: () => Promise<Handled>) => Promise<void>;

export interface RoomWorkParts {
  leases: Pick<Leases, "waiting">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Gives the room back; false when something has come into it meanwhile. */
  goOut: (entered: Entered) => Promise<boolean>;
  /** Whether what waits is for others. */
  isLeaving: () => boolean;
}

const TRIES = 3;
const PAUSE_MS = 1_000;

export function createRoomWork(parts: RoomWorkParts): RoomWork {
  const { clock, logger } = parts;

  return async (entered, arrival, first) => {
    const { room, here } = entered;
    const startedAtMs = clock.now().getTime();
    const failures: unknown[] = [];
    const endings: Promise<void>[] = [];
    const line = parts.leases.waiting.takeFrom(room);

    const attempt = async (handle: () => Promise<Handled>): Promise<void> => {
      try {
        const { over } = await handle();
        endings.push(over.catch((error: unknown) => void failures.push(error)));
      } catch (error) {
        failures.push(error);
      }
    };

    /** Handles the next message that waits; false where there is none. */
    const handleNext = async (): Promise<boolean> => {
      here.isAsked = false;
      const message = await line.next();
      if (message !== undefined) await attempt(() => arrival.handle(rehydrate(message), room));
      return message !== undefined;
    };

    /** What is known to wait is looked for until it is found; what may wait, three times. */
    const handleNextPatiently = async (): Promise<boolean> => {
      for (let tries = 1; !parts.isLeaving(); tries += 1) {
        const wasAsked = here.isAsked;
        try {
          return await handleNext();
        } catch (error) {
          here.isAsked ||= wasAsked;
          if (tries <= TRIES) logger.warn("What waits in a thread could not be looked up", { error });
          if (tries >= TRIES && !here.isAsked && !line.isHolding()) return false;
          await clock.sleep(PAUSE_MS);
        }
      }
      return false;
    };

    if (first !== undefined) await attempt(first);
    await guestsOf(here);
    // Who comes to another process during a shorter turn waits there until it is over.
    const isLong = clock.now().getTime() - startedAtMs >= BEAT_MS;
    let mayWait = first === undefined || isLong || failures.length > 0;
    do {
      while (!parts.isLeaving() && (mayWait || here.isAsked)) {
        mayWait = await handleNextPatiently();
        await guestsOf(here);
      }
      await guestsOf(here);
    } while (!(await parts.goOut(entered)));
    await Promise.all(endings);
    if (failures.length > 0) throw failures[0];
  };
}
