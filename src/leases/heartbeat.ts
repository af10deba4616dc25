import type { Logger, StateAdapter } from "chat";
import type { Clock } from "../util/clock.js";
import type { Lease } from "./lease.js";

/**
 * Tells other processes that this one lives and what it works on, as long as it works. Work that is done within half a
 * second costs nothing.
 */
export interface Heartbeat {
  processId: string;
  /** Begins to tell of a piece of work. `onBeat` is called with the first beat after its beginning. */
  begin(lease: Lease, onBeat?: () => Promise<void>): void;
  end(lease: Lease): void;
  /** Tells now, because something more depends on it that others know. Never rejects. */
  beatNow(): Promise<void>;
  /** Whether this process works on it. */
  has(leaseId: string): boolean;
  /** Whatever changes as long as a process lives; null for one that has not told of itself lately. */
  beatOf(processId: string): Promise<number | null>;
  /** The processes that have told of themselves within a day. */
  processes(): Promise<string[]>;
  /** What a process was working on when it last told. */
  workOf(processId: string): Promise<Lease[]>;
  /** Forgets what a dead process was working on. */
  forget(processId: string): Promise<void>;
  /** Tells that this process leaves: what it still works on is for others. Never throws. */
  leave(): Promise<void>;
}

/** How often a process that works tells so. */
export const BEAT_MS = 500;
// Long enough for a state that restarts: a process that is taken for dead has its work taken away.
export const ALIVE_MS = 10_000;
/** A process that lives tells so within that time, also when its state was away before. */
export const DEAD_AFTER_MS = 3_000;
const LIFETIME_MS = 24 * 60 * 60 * 1_000;
const MAX_PROCESSES = 200;

export interface HeartbeatParts {
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

interface Work {
  lease: Lease;
  onBeat: (() => Promise<void>) | undefined;
}

export function createHeartbeat({ state, clock, logger }: HeartbeatParts): Heartbeat {
  const processId = crypto.randomUUID();
  const aliveKey = (id: string): string => `linear:alive:${id}`;
  const workKey = (id: string): string => `linear:work:${id}`;
  const work = new Map<string, Work>();
  let beating: AbortController | undefined;
  let writing: Promise<void> = Promise.resolve();
  let listedAtMs = Number.NEGATIVE_INFINITY;
  let told = "";
  let hasFailed = false;

  /** Writes what the process works on, where that has changed. */
  const tellWork = async (): Promise<void> => {
    const leases = [...work.values()].map(({ lease }) => lease);
    const ids = leases.map(({ id }) => id).join();
    if (ids === told) return;
    told = ids;
    if (leases.length === 0) return await state().delete(workKey(processId));
    await state().set(workKey(processId), leases, LIFETIME_MS);
    const nowMs = clock.now().getTime();
    // The list forgets those that it has not heard of for a day.
    if (nowMs - listedAtMs < LIFETIME_MS / 2) return;
    listedAtMs = nowMs;
    await state().appendToList("linear:processes", processId, { maxLength: MAX_PROCESSES, ttlMs: LIFETIME_MS });
  };

  const beat = async (): Promise<void> => {
    const now = clock.now().getTime();
    const greeted = [...work.values()].flatMap((piece) => {
      const { onBeat } = piece;
      piece.onBeat = undefined;
      return onBeat ? [onBeat()] : [];
    });
    await Promise.all([state().set(aliveKey(processId), now, ALIVE_MS), tellWork(), ...greeted]);
    hasFailed = false;
  };

  /** Does one thing after the other, so that the last state always lands. Never rejects. */
  const inOrder = (step: () => Promise<void>): Promise<void> => {
    writing = writing.then(step).catch((error: unknown) => {
      told = "unknown";
      if (!hasFailed)
        logger.warn("What this process works on could not be kept; others may take it for dead", { error });
      hasFailed = true;
    });
    return writing;
  };

  /** Beats as long as there is work. What begins and ends between two beats costs no timer of its own. */
  const beatUntil = async (signal: AbortSignal): Promise<void> => {
    try {
      for (;;) {
        await clock.sleep(BEAT_MS, signal);
        if (work.size === 0) break;
        await inOrder(beat);
      }
    } catch {
      // This process leaves.
      return;
    }
    beating = undefined;
    if (told !== "") await inOrder(tellWork);
  };

  return {
    processId,
    begin: (lease, onBeat) => {
      work.set(lease.id, { lease, onBeat });
      if (beating) return;
      beating = new AbortController();
      void beatUntil(beating.signal);
    },
    end: ({ id }) => {
      work.delete(id);
    },
    beatNow: () => inOrder(beat),
    has: (leaseId) => work.has(leaseId),
    beatOf: (id) => state().get<number>(aliveKey(id)),
    processes: async () => [...new Set(await state().getList<string>("linear:processes"))],
    workOf: async (id) => (await state().get<Lease[]>(workKey(id))) ?? [],
    forget: (id) => state().delete(workKey(id)),
    leave: async () => {
      beating?.abort("leaving");
      beating = undefined;
      await inOrder(async () => {
        await tellWork();
        if (work.size > 0) await state().delete(aliveKey(processId));
      });
      // It is no work of this process any more, also when the host starts the bot again.
      work.clear();
    },
  };
}
