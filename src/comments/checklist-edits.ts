import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import { createPacedEdits, type PacedEdits } from "./paced-edits.js";

// One edit a second is as fast as anybody reads a checklist, and each is a request of the hour's budget.
const INTERVAL_MS = 1_000;

/** The edits of comments that show a plan. */
export function createChecklistEdits<Written>({
  clock,
  logger,
}: {
  clock: Clock;
  logger: Pick<Logger, "warn">;
}): PacedEdits<Written> {
  return createPacedEdits<Written>({
    clock,
    intervalMs: INTERVAL_MS,
    onDropped: (error) => logger.warn("A plan's comment could not be updated", { error }),
  });
}
