import { isAside } from "./store/lane.js";

/** Works on lanes side by side, on each of them once at a time. */
export interface LaneRunner {
  /**
   * Works on a lane when there is room, and once more where somebody asked for it meanwhile. Resolves when that is done.
   * Never rejects.
   */
  run(lane: string): Promise<void>;
  /** How many lanes are worked on now. */
  running(): number;
  /** Begins nothing any more. */
  close(): void;
  /** Resolves when nothing is worked on. */
  over(): Promise<void>;
}

interface Work {
  isAskedAgain: boolean;
  over: Promise<void>;
}

/** `work` never rejects. What waits for nobody has rooms of its own: Stop has to get in when all others are taken. */
export function createLaneRunner(work: (lane: string) => Promise<void>, concurrency: number): LaneRunner {
  const lanes = new Map<string, Work>();
  const rooms = { threads: createRooms(concurrency), asides: createRooms(concurrency) };
  let running = 0;
  let isClosed = false;

  const runLane = async (lane: string, self: { isAskedAgain: boolean }): Promise<void> => {
    const room = isAside(lane) ? rooms.asides : rooms.threads;
    await room.enter();
    running += 1;
    do {
      self.isAskedAgain = false;
      if (!isClosed) await work(lane);
    } while (self.isAskedAgain && !isClosed);
    lanes.delete(lane);
    running -= 1;
    room.leave();
  };

  return {
    run: (lane) => {
      const known = lanes.get(lane);
      if (known !== undefined) {
        known.isAskedAgain = true;
        return known.over;
      }
      const self: Work = { isAskedAgain: false, over: Promise.resolve() };
      lanes.set(lane, self);
      self.over = runLane(lane, self);
      return self.over;
    },
    running: () => running,
    close: () => {
      isClosed = true;
    },
    over: async () => {
      await Promise.all([...lanes.values()].map(({ over }) => over));
    },
  };
}

interface Rooms {
  enter(): Promise<void>;
  leave(): void;
}

/** So many can be inside at a time; the others wait in the order in which they came. */
function createRooms(count: number): Rooms {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
