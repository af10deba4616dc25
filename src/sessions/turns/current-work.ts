import { createAsyncScope } from "../../util/async-scope.js";
import type { Turn } from "./turn.js";

/** What a piece of work has begun to say and perhaps not waited for. */
export interface LooseEnds {
  /** The sessions that it has spoken in. */
  sessionIds: ReadonlySet<string>;
  /** What it writes to comments. None of them rejects. */
  writes: ReadonlySet<Promise<void>>;
}

interface Scope {
  turn: Turn | undefined;
  /** Where loose ends are noted: those of an inner piece of work are also the outer one's. */
  watchers: readonly Watcher[];
}

interface Watcher extends LooseEnds {
  sessionIds: Set<string>;
  writes: Set<Promise<void>>;
}

/** What the current call is part of, however deep it is. */
export interface CurrentWork {
  /** The turn that the current call is part of: Stop silences what is sent from within. */
  turn(): Turn | undefined;
  /** Notes that something is said in a session. */
  noteSpoken(sessionId: string): void;
  /** Notes something that is being written to a comment. */
  noteWrite(write: Promise<unknown>): void;
  /** Makes a call of the bot part of the turn that it is called in, which lasts until the call is done. */
  track<Result>(call: Promise<Result>): Promise<Result>;
  runInTurn<Result>(turn: Turn, work: () => Result): Result;
  /** Runs a piece of work that is waited for as a whole. `looseEnds` fills with what it begins to say. */
  watch<Result>(work: (looseEnds: LooseEnds) => Result): Result;
}

export function createCurrentWork(): CurrentWork {
  const work = createAsyncScope<Scope>();
  const scope = (): Scope => work.current() ?? { turn: undefined, watchers: [] };

  return {
    turn: () => scope().turn,
    noteSpoken: (sessionId) => {
      for (const { sessionIds } of scope().watchers) sessionIds.add(sessionId);
    },
    noteWrite: (write) => {
      const { watchers } = scope();
      if (watchers.length === 0) return;
      const over: Promise<void> = write.then(nothing, nothing).then(() => {
        for (const { writes } of watchers) writes.delete(over);
      });
      for (const { writes } of watchers) writes.add(over);
    },
    track: (call) => scope().turn?.track(call) ?? call,
    runInTurn: (turn, call) => work.run({ ...scope(), turn }, call),
    watch: (call) => {
      const watcher: Watcher = { sessionIds: new Set(), writes: new Set() };
      const { turn, watchers } = scope();
      return work.run({ turn, watchers: [...watchers, watcher] }, () => call(watcher));
    },
  };
}

const nothing = (): void => {};
