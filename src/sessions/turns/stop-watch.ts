import type { Clock } from "../../util/clock.js";
import type { StopMarks } from "./stop-marks.js";

/** Ends work whose turn a person has stopped. It is no failure: nobody wants the result any more. */
export class TurnStopped extends Error {
  override readonly name = "TurnStopped";
}

export interface StopWatchParts {
  clock: Clock;
  stopMarks: Pick<StopMarks, "isStopped">;
}

// Stop comes in at any process, and its mark lies in the state.
const LOOK_AFTER_MS = 1_000;

/**
 * Does work that takes its time, with a signal that aborts when the turn that calls is stopped.
 * @throws {TurnStopped} as the signal's reason.
 */
export async function watchForStop<Result>(
  sessionId: string,
  { clock, stopMarks }: StopWatchParts,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopped = new AbortController();
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(LOOK_AFTER_MS, done.signal);
      if (!(await stopMarks.isStopped(sessionId))) continue;
      stopped.abort(new TurnStopped("The turn was stopped"));
      return;
    }
  };
  watch().catch(() => {});
  try {
    return await work(stopped.signal);
  } finally {
    done.abort("done");
  }
}
