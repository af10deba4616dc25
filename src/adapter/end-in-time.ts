import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import { waitAtMost } from "../util/wait-at-most.js";

// Long enough for what a busy Linear delays; a state that never answers must not keep a process alive.
const STEP_MS = 15_000;

/** Waits for a step of the shutdown, but goes on without it after 15 seconds. `step` says what it does, for the log. */
export async function endInTime(
  step: string,
  work: Promise<unknown>,
  { clock, logger }: { clock: Pick<Clock, "sleep">; logger: Pick<Logger, "warn"> },
): Promise<void> {
  if (await waitAtMost(STEP_MS, work, clock)) return;
  logger.warn(`The bot shuts down without waiting any longer until ${step}: the state or Linear does not answer`);
}
