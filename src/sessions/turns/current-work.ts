import { createAsyncScope } from "../../util/async-scope.js";
import type { Turn } from "./turn.js";

interface Scope {
  turn: Turn | undefined;
  /**
   * The sets in which the sessions are noted that are spoken in: an inner piece of work is also part of the outer ones.
   */
  spokenIn: readonly Set<string>[];
}

/** What the current call is part of, however deep it is. */
export interface CurrentWork {
  /** The turn that the current call is part of: Stop silences what is sent from within. */
  turn(): Turn | undefined;
  /** Notes that something is said in a session. */
  noteSpoken(sessionId: string): void;
  /** Makes a call of the bot part of the turn that it is called in, which lasts until the call is done. */
  track<Result>(call: Promise<Result>): Promise<Result>;
  runInTurn<Result>(turn: Turn, work: () => Result): Result;
  /** Runs a piece of work that is waited for as a whole. `spokenIn` fills with the sessions that it speaks in. */
  watch<Result>(work: (spokenIn: ReadonlySet<string>) => Result): Result;
}

export function createCurrentWork(): CurrentWork {
  const work = createAsyncScope<Scope>();
  const scope = (): Scope => work.current() ?? { turn: undefined, spokenIn: [] };

  return {
    turn: () => scope().turn,
    noteSpoken: (sessionId) => {
      for (const sessions of scope().spokenIn) sessions.add(sessionId);
    },
    track: (call) => scope().turn?.track(call) ?? call,
    runInTurn: (turn, call) => work.run({ ...scope(), turn }, call),
    watch: (call) => {
      const spokenIn = new Set<string>();
      const { turn, spokenIn: outer } = scope();
      return work.run({ turn, spokenIn: [...outer, spokenIn] }, () => call(spokenIn));
    },
  };
}
