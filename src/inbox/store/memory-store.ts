import type { Clock } from "../../util/clock.js";
import {
  DEFAULT_LIST_LIMIT,
  type DeadLetter,
  type InboxClaim,
  type InboxEntry,
  type InboxItem,
  type InboxStore,
  type Taken,
} from "./inbox-store.js";

interface Row {
  id: number;
  entry: InboxEntry;
  /** Who has it, and until when, in milliseconds since 1970. */
  held: { by: string; untilMs: number } | undefined;
  dead: Pick<DeadLetter, "diedAt" | "reason" | "stack"> | undefined;
}

/** An inbox in this process's memory, for tests and for a laptop: it is gone with the process. */
export function createMemoryStore(clock: Pick<Clock, "now">): InboxStore {
  const rows = new Map<string, Row>();
  const done = new Map<string, number>();
  let nextId = 1;
  let isPaused = false;

  const nowMs = (): number => clock.now().getTime();
  const isHeld = ({ held }: Row): boolean => held !== undefined && held.untilMs > nowMs();
  const listWaiting = (): Row[] => [...rows.values()].filter(({ dead }) => dead === undefined).sort(byId);
  const inLane = (lane: string): Row[] => listWaiting().filter(({ entry }) => entry.lane === lane);

  /** Changes an entry that the claim is good for. */
  const withClaim = async ({ key, holder }: InboxClaim, change: (row: Row) => void): Promise<boolean> => {
    const row = rows.get(key);
    if (row === undefined || row.dead !== undefined || row.held?.by !== holder) return false;
    change(row);
    return true;
  };

  const take = (lane: string, holder: string, ms: number): Taken => {
    const waiting = inLane(lane);
    const [oldest] = waiting;
    if (oldest === undefined) return { kind: "empty" };
    if (isPaused) return { kind: "paused" };
    if (waiting.some(isHeld)) return { kind: "held" };
    const inMs = oldest.entry.notBefore.getTime() - nowMs();
    if (inMs > 0) return { kind: "later", inMs };
    oldest.entry.begun += 1;
    oldest.held = { by: holder, untilMs: nowMs() + ms };
    return { kind: "entry", entry: { ...oldest.entry } };
  };

  const leave = (key: string): boolean => {
    const isThere = rows.delete(key);
    if (isThere) done.set(key, nowMs());
    return isThere;
  };

  const purgeDone = (doneMs: number): number =>
    [...done].filter(([key, atMs]) => nowMs() - atMs >= doneMs && done.delete(key)).length;

  const purgeDead = (deadMs: number): number =>
    [...rows.values()].filter(
      ({ entry, dead }) => dead && nowMs() - dead.diedAt.getTime() >= deadMs && rows.delete(entry.key),
    ).length;

  return {
    append: async (delivery) => {
      if (rows.has(delivery.key) || done.has(delivery.key)) return "known";
      const now = clock.now();
      const entry = { ...delivery, receivedAt: now, notBefore: now, begun: 0, failed: 0 };
      rows.set(delivery.key, { id: nextId, entry, held: undefined, dead: undefined });
      nextId += 1;
      return "stored";
    },
    take: async (lane, holder, ms) => take(lane, holder, ms),
    renew: (claim, ms) =>
      withClaim(claim, (row) => {
        row.held = { by: claim.holder, untilMs: nowMs() + ms };
      }),
    done: (claim) => withClaim(claim, () => leave(claim.key)),
    failed: (claim, _failure, retryInMs) =>
      withClaim(claim, (row) => {
        row.entry.failed += 1;
        row.entry.notBefore = new Date(nowMs() + retryInMs);
        row.held = undefined;
      }),
    bury: (claim, failure) =>
      withClaim(claim, (row) => {
        row.dead = { ...failure, diedAt: clock.now() };
        row.held = undefined;
      }),
    putBack: (claim) =>
      withClaim(claim, (row) => {
        row.entry.begun -= 1;
        row.held = undefined;
      }),
    ready: async (limit) => {
      const lanes = new Map<string, Row[]>();
      for (const row of listWaiting()) lanes.set(row.entry.lane, [...(lanes.get(row.entry.lane) ?? []), row]);
      const isReady = ([oldest, ...rest]: Row[]): boolean =>
        oldest !== undefined && oldest.entry.notBefore.getTime() <= nowMs() && ![oldest, ...rest].some(isHeld);
      return [...lanes]
        .filter(([, waiting]) => isReady(waiting))
        .map(([lane]) => lane)
        .slice(0, limit);
    },
    list: async ({ state, lane, limit = DEFAULT_LIST_LIMIT }) =>
      [...rows.values()]
        .sort(byId)
        .map(toItem)
        .filter((item) => item.state === state && (lane === undefined || item.lane === lane))
        .slice(0, limit),
    show: async (key) => {
      const row = rows.get(key);
      return row && toItem(row);
    },
    replay: async (key) => {
      const row = rows.get(key);
      if (row?.dead === undefined) return false;
      row.dead = undefined;
      row.entry = { ...row.entry, begun: 0, failed: 0, notBefore: clock.now() };
      return true;
    },
    drop: async (key) => leave(key),
    purge: async ({ doneMs, deadMs }) => purgeDone(doneMs) + purgeDead(deadMs),
    stats: async () => {
      const waiting = listWaiting();
      return {
        waiting: waiting.length,
        running: waiting.filter(isHeld).length,
        dead: rows.size - waiting.length,
        lanes: new Set(waiting.map(({ entry }) => entry.lane)).size,
        oldestMs: waiting[0] === undefined ? 0 : nowMs() - waiting[0].entry.receivedAt.getTime(),
        isPaused,
      };
    },
    pause: async () => {
      isPaused = true;
    },
    resume: async () => {
      isPaused = false;
    },
    close: () => {},
  };
}

const byId = (one: Row, other: Row): number => one.id - other.id;

const toItem = ({ entry, dead }: Row): InboxItem =>
  dead === undefined ? { state: "waiting", ...entry } : { state: "dead", ...entry, ...dead };
