import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import { waitAtMost } from "../util/wait-at-most.js";

/** How long a shutdown waits for a state that does not answer. */
export const STATE_MS = 15_000;
/** How long it waits for what Linear is told: answers may wait for the end of a rate limit. */
export const LINEAR_MS = 60_000;

/** Waits for a step of the shutdown, but goes on without it after `ms` milliseconds. `step` says what it does, for the log. */
export async function endInTime(
  step: string,
  ms: number,
  work: Promise<unknown>,
  { clock, logger }: { clock: Pick<Clock, "sleep">; logger: Pick<Logger, "warn"> },
): Promise<void> {
  if (await waitAtMost(ms, work, clock)) return;
  logger.warn(`The bot shuts down without waiting any longer until ${step}: the state or Linear does not answer`);
}
