import type { Clock } from "../util/clock.js";

export interface PacedEditsParts {
  clock: Clock;
  /** Least time between two writes to one thing, in ms. */
  intervalMs: number;
  /** Called when a write failed that nobody waited for. */
  onDropped: (error: unknown) => void;
}

/** Writes to things that change quickly, to each of them seldom; the last state always lands. */
export interface PacedEdits<Written> {
  /** Notes that the thing has just been written. */
  note(key: string): void;
  /**
   * Writes at once when the last write is long enough ago. Else it resolves to undefined, and the state that is newest
   * by then is written later.
   */
  write(key: string, send: () => Promise<Written>): Promise<Written | undefined>;
  /** Resolves when what waits to be written to a thing is written. */
  landed(key: string): Promise<void>;
  /** The same, for all things. */
  allLanded(): Promise<void>;
}

interface Lane<Written> {
  writtenAtMs: number;
  /** The write under way. Never rejects. */
  current: Promise<unknown>;
  waiting: (() => Promise<Written>) | undefined;
  /** Writes what waits, when its time has come. Never rejects. */
  draining: Promise<void> | undefined;
}

export function createPacedEdits<Written>({ clock, intervalMs, onDropped }: PacedEditsParts): PacedEdits<Written> {
  const lanes = new Map<string, Lane<Written>>();
  const nowMs = (): number => clock.now().getTime();
  const restMs = ({ writtenAtMs }: Lane<Written>): number => Math.max(writtenAtMs + intervalMs - nowMs(), 0);

  const forgetIdle = (): void => {
    for (const [key, lane] of lanes) {
      if (lane.draining === undefined && restMs(lane) === 0) lanes.delete(key);
    }
  };

  const laneOf = (key: string): Lane<Written> => {
    const lane = lanes.get(key) ?? {
      writtenAtMs: Number.NEGATIVE_INFINITY,
      current: Promise.resolve(),
      waiting: undefined,
      draining: undefined,
    };
    lanes.set(key, lane);
    return lane;
  };

  const start = (lane: Lane<Written>, send: () => Promise<Written>): Promise<Written> => {
    lane.writtenAtMs = nowMs();
    const written = send();
    lane.current = written.catch(() => {});
    return written;
  };

  const drain = async (lane: Lane<Written>): Promise<void> => {
    while (lane.waiting !== undefined) {
      await lane.current;
      await clock.sleep(restMs(lane));
      const send = lane.waiting;
      lane.waiting = undefined;
      await start(lane, send).catch(onDropped);
    }
    lane.draining = undefined;
  };

  return {
    note: (key) => {
      forgetIdle();
      laneOf(key).writtenAtMs = nowMs();
    },
    write: async (key, send) => {
      forgetIdle();
      const lane = laneOf(key);
      if (lane.draining === undefined && restMs(lane) === 0) return await start(lane, send);
      lane.waiting = send;
      lane.draining ??= drain(lane);
      return undefined;
    },
    landed: async (key) => await lanes.get(key)?.draining,
    allLanded: async () => {
      await Promise.all([...lanes.values()].map(({ draining }) => draining));
    },
  };
}
