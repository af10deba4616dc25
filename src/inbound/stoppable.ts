import type { TurnMessage } from "../sessions/turns/turn.js";
import type { Handled } from "./arrival.js";
import type { InboundParts } from "./inbound-parts.js";

/**
 * Handles what the chat gives no signal: `signal` aborts when the session is stopped, in whichever process that is heard.
 * What goes on after that is only waited for in the end: the thread goes on.
 */
export async function runStoppable(
  message: TurnMessage,
  run: (signal: AbortSignal) => Promise<Handled>,
  { sessions }: Pick<InboundParts, "sessions">,
): Promise<Handled> {
  const [stop, done] = [new AbortController(), new AbortController()];
  const handled = run(stop.signal);
  const end = (): void => done.abort("done");
  await Promise.race([handled.then(end, end), sessions.stopMarks.whenStopped(message, done.signal)]);
  if (done.signal.aborted) return await handled;
  stop.abort();
  return { over: handled.then(({ over }) => over) };
}
