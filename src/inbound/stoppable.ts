import { watchForStop } from "../sessions/turns/stop-watch.js";
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
  { clock, sessions }: Pick<InboundParts, "clock" | "sessions">,
): Promise<Handled> {
  const isStopped = (): Promise<boolean> => sessions.stopMarks.isMessageStopped(message);
  return await watchForStop({ clock, isStopped }, (signal) => {
    const handled = run(signal);
    const stopped = new Promise<Handled>((resolve) => {
      signal.addEventListener("abort", () => resolve({ over: handled.then(({ over }) => over) }));
    });
    return Promise.race([handled, stopped]);
  });
}
