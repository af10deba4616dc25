import type { Logger } from "chat";

// A list may hold any number of items that are none.
const MAX_PATHS = 10;

/** Names the fields of an event that the bot does without, in one warning. A path holds nothing of the payload. */
export function warnOfUnreadable(paths: readonly string[], logger: Pick<Logger, "warn">): void {
  if (paths.length === 0) return;
  const more = paths.length - MAX_PATHS;
  logger.warn("A Linear webhook holds fields that could not be read; the bot hears of the event without them", {
    fields: paths.slice(0, MAX_PATHS).join(", "),
    ...(more > 0 ? { more } : {}),
  });
}
