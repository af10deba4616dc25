import type { Lock, Logger, StateAdapter } from "chat";
import { type ErrorFacts, LinearAdapterError } from "../errors.js";
import type { Clock } from "../util/clock.js";

export interface SharedLockParts {
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export interface LockedWork<Value> {
  /** Runs under the lock. It looks first what others have done meanwhile, and is over before the lock expires. */
  work: () => Promise<Value>;
  /** Gives what another process that holds the lock has left, if that will do. */
  takeOver: () => Promise<Value | undefined>;
  /** What the work does, for the error: "Other processes tried to …". */
  purpose: string;
  /** Facts for the error. */
  facts?: ErrorFacts;
}

/** Does work that all processes of a bot share one at a time, by a lock in the bot's state. */
export interface SharedLock {
  /** @throws {LinearAdapterError} `LINEAR_UNREACHABLE` when others have held the lock for 16 s to no effect. */
  run<Value>(name: string, locked: LockedWork<Value>): Promise<Value>;
}

/** Longest time for one try of a token request under a lock, in milliseconds: three of them fit into its life. */
export const LOCKED_TRY_TIMEOUT_MS = 4_000;
const LOCK_TTL_MS = 15_000;
// Waiting lasts longer than the lock lives, so that it also outlasts a process that died while it held the lock.
const LONGEST_WAIT_MS = 16_000;
const POLL_MS = 100;

/** The lock under which an installation is read, renewed and written. */
export const installationLock = (organizationId: string): string => `linear:refresh:${organizationId}`;

export function createSharedLock({ state, clock, logger }: SharedLockParts): SharedLock {
  async function release(lock: Lock): Promise<void> {
    try {
      await state().releaseLock(lock);
    } catch {
      // A lock that is not released expires by itself, and the work is done and stored already.
      logger.warn("Could not release the lock of a token refresh", { lock: lock.threadId });
    }
  }

  return {
    async run(name, { work, takeOver, purpose, facts }) {
      for (let waitedMs = 0; waitedMs <= LONGEST_WAIT_MS; waitedMs += POLL_MS) {
        const lock = await state().acquireLock(name, LOCK_TTL_MS);
        if (lock !== null) return await work().finally(() => release(lock));
        await clock.sleep(POLL_MS);
        const found = await takeOver();
        if (found !== undefined) return found;
      }
      throw new LinearAdapterError(
        "LINEAR_UNREACHABLE",
        `Other processes tried to ${purpose} for ${LONGEST_WAIT_MS / 1_000} s without success; try again later`,
        { ...facts, reason: "lock held" },
      );
    },
  };
}
