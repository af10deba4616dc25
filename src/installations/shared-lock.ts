import type { Lock, Logger, StateAdapter } from "chat";
import { type ErrorFacts, LinearAdapterError } from "../errors.js";
import type { Clock } from "../util/clock.js";

export interface SharedLockParts {
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

/** A lock that is held. */
export interface Hold {
  /**
   * Whether it is still ours, which it is anew for its whole life then. A process that stood still, as a frozen function
   * does, may have lost it: to be asked before something is written that was decided under the lock.
   */
  isOurs(): Promise<boolean>;
}

export interface LockedWork<Value> {
  /** Runs under the lock. It looks first what others have done meanwhile, and is over before the lock expires. */
  work: (hold: Hold) => Promise<Value>;
  /** Gives what another process that holds the lock has left, if that will do. Missing where the work is due anyway. */
  takeOver?: () => Promise<Value | undefined>;
  /** What the work does, for the error: "Other processes tried to …". */
  purpose: string;
  /** Facts for the error. */
  facts?: ErrorFacts;
  /** How long to wait until the lock is tried again, in milliseconds. Default: 100. */
  pollMs?: number;
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

export function createSharedLock({ state, clock, logger }: SharedLockParts): SharedLock {
  async function release(lock: Lock): Promise<void> {
    try {
      await state().releaseLock(lock);
    } catch {
      // A lock that is not released expires by itself, and the work is done and stored already.
      logger.warn("Could not release a lock of the tokens; it expires by itself", { lock: lock.threadId });
    }
  }

  return {
    async run(name, { work, takeOver, purpose, facts, pollMs = POLL_MS }) {
      for (let waitedMs = 0; waitedMs <= LONGEST_WAIT_MS; waitedMs += pollMs) {
        const lock = await state().acquireLock(name, LOCK_TTL_MS);
        if (lock !== null) {
          const hold: Hold = { isOurs: () => state().extendLock(lock, LOCK_TTL_MS) };
          return await work(hold).finally(() => release(lock));
        }
        await clock.sleep(pollMs);
        const found = await takeOver?.();
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
