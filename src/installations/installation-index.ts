import type { Logger, StateAdapter } from "chat";
import { LinearAdapterError } from "../errors.js";
import { createBatches } from "../util/batches.js";
import type { Clock } from "../util/clock.js";
import type { Hold, SharedLock } from "./shared-lock.js";

/** Which organizations have an installation, for work on all of them: a state adapter cannot list its keys. */
export interface InstallationIndex {
  /** Adds an organization whose installation was read. Never fails: one that could not be added is added the next time. */
  add(organizationId: string): Promise<void>;
  /** Adds an organization whose installation was stored, and stamps it with the time. Never fails. */
  enter(organizationId: string): Promise<void>;
  /** Forgets that an organization is listed; {@link InstallationIndex.prune} takes it off the list. Never fails. */
  leave(organizationId: string): Promise<void>;
  /**
   * When an installation of the organization was last stored from outside, or first read, in milliseconds since 1970;
   * `undefined` when that is not known.
   */
  stampOf(organizationId: string): Promise<number | undefined>;
  /** Lists each organization once, those too that have left since the list was last pruned. */
  list(): Promise<string[]>;
  /** Takes those of `candidates` off the list that are not installed, and nobody who is installed meanwhile. */
  prune(candidates: readonly string[], isInstalled: (organizationId: string) => Promise<boolean>): Promise<void>;
}

export interface InstallationIndexParts {
  state: () => StateAdapter;
  lock: SharedLock;
  clock: Pick<Clock, "now">;
  logger: Pick<Logger, "warn">;
}

const LIST_KEY = "linear:installations";
const LOCK_NAME = "linear:installations-lock";
const POLL_MS = 20;
// Organizations beyond these cost one more read each time.
const CAPACITY = 10_000;
// So many organizations are written at once.
const BATCH = 100;

/**
 * Keeps the index as a list, to which many may append at once, and a mark per organization that keeps it from a second
 * entry. Whoever appends or prunes holds a lock: an entry that came between reading and writing the list would be lost.
 */
export function createInstallationIndex({ state, lock, clock, logger }: InstallationIndexParts): InstallationIndex {
  const known = new Set<string>();

  const underLock = (work: (hold: Hold) => Promise<void>): Promise<void> =>
    lock.run(LOCK_NAME, { work, purpose: "change the list of installations", pollMs: POLL_MS });

  // A thousand organizations that come at once take the lock a few times, not a thousand.
  const addTogether = createBatches((organizationIds) => underLock((hold) => inParts(organizationIds, hold, addOne)));
  const enterTogether = createBatches((organizationIds) =>
    underLock((hold) => inParts(organizationIds, hold, enterOne)),
  );

  const readMark = (organizationId: string): Promise<unknown> => state().get(toMarkKey(organizationId));

  const setMark = (organizationId: string): Promise<void> =>
    state().set(toMarkKey(organizationId), clock.now().getTime());

  // The mark is set last: a process that dies before leaves a double entry, not a missing one.
  async function addOne(organizationId: string): Promise<void> {
    if (!isAbsent(await readMark(organizationId))) return;
    await state().appendToList(LIST_KEY, organizationId);
    await setMark(organizationId);
  }

  async function enterOne(organizationId: string): Promise<void> {
    if (isAbsent(await readMark(organizationId))) await state().appendToList(LIST_KEY, organizationId);
    await setMark(organizationId);
  }

  function keep(organizationId: string): void {
    if (known.size >= CAPACITY) known.clear();
    known.add(organizationId);
  }

  async function orWarn(organizationId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      // The error is not logged: what it repeats is not known.
      logger.warn("Could not change the list of installations", { organizationId });
    }
  }

  /** Appends those who stay and cuts off what was before them: a process that dies in between leaves double entries. */
  async function rewrite(staying: readonly string[], hold: Hold): Promise<void> {
    const others = staying.slice(0, -1);
    await inParts(others, hold, (organizationId) => state().appendToList(LIST_KEY, organizationId));
    if (!(await hold.isOurs())) return;
    // A list cannot be deleted, so that of nobody has one entry that names none.
    await state().appendToList(LIST_KEY, staying.at(-1) ?? null, { maxLength: Math.max(staying.length, 1) });
  }

  async function list(): Promise<string[]> {
    const entries = await state().getList(LIST_KEY);
    return [...new Set(entries.filter((entry) => typeof entry === "string"))];
  }

  return {
    async add(organizationId) {
      if (known.has(organizationId)) return;
      await orWarn(organizationId, async () => {
        if (isAbsent(await readMark(organizationId))) await addTogether(organizationId);
        keep(organizationId);
      });
    },

    async enter(organizationId) {
      await orWarn(organizationId, async () => {
        await enterTogether(organizationId);
        keep(organizationId);
      });
    },

    async leave(organizationId) {
      known.delete(organizationId);
      await orWarn(organizationId, () => state().delete(toMarkKey(organizationId)));
    },

    async stampOf(organizationId) {
      const mark = await readMark(organizationId);
      return typeof mark === "number" ? mark : undefined;
    },

    list,

    async prune(candidates, isInstalled) {
      if (candidates.length === 0) return;
      await underLock(async (hold) => {
        const gone = new Set<string>();
        for (const organizationId of candidates) if (!(await isInstalled(organizationId))) gone.add(organizationId);
        const listed = await list();
        const staying = listed.filter((organizationId) => !gone.has(organizationId));
        if (staying.length === listed.length || !(await hold.isOurs())) return;
        for (const organizationId of gone) {
          known.delete(organizationId);
          await state().delete(toMarkKey(organizationId));
        }
        await rewrite(staying, hold);
      });
    },
  };
}

/**
 * Works on a part of the organizations at once, for as long as the lock is ours.
 * @throws {LinearAdapterError} `LINEAR_UNREACHABLE` when the lock was lost on the way.
 */
async function inParts(
  organizationIds: readonly string[],
  { isOurs }: Hold,
  work: (organizationId: string) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < organizationIds.length; start += BATCH) {
    if (start > 0 && !(await isOurs())) throw lockLost();
    await Promise.all(organizationIds.slice(start, start + BATCH).map(work));
  }
}

function lockLost(): LinearAdapterError {
  return new LinearAdapterError("LINEAR_UNREACHABLE", "The lock of the list of installations was lost; try again", {
    reason: "lock lost",
  });
}

const toMarkKey = (organizationId: string): string => `${LIST_KEY}:${organizationId}`;
const isAbsent = (mark: unknown): boolean => mark === null || mark === undefined;
