import type { Clock } from "../../util/clock.js";

/** Ends work whose turn a person has stopped. It is no failure: nobody wants the result any more. */
export class TurnStopped extends Error {
  override readonly name = "TurnStopped";
}

export interface StopWatch {
  clock: Pick<Clock, "sleep">;
  /** Looks at the marks of Stop. Never rejects. */
  isStopped: () => Promise<boolean>;
  /** What the signal aborts with. Default: an `AbortError`, as of any signal. */
  reason?: Error;
}

// Stop comes in at any process, and its mark lies in the state. The chat looks for those of its own turns as often.
const LOOK_MS = 500;

/** Does work that the chat gives no signal, with one that aborts when a person has pressed Stop, in any process. */
export async function watchForStop<Result>(
  { clock, isStopped, reason }: StopWatch,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopped = new AbortController();
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    do await clock.sleep(LOOK_MS, done.signal);
    while (!(await isStopped()));
    stopped.abort(reason);
  };
  // It ends with an error where the work was done before.
  watch().catch(() => {});
  try {
    return await work(stopped.signal);
  } finally {
    done.abort("done");
  }
}
