import type { Logger } from "chat";
import type { Preparation } from "./event-handler.js";

/** Ignores an event of an agent session that came in `comments` mode. */
export type IgnoreSession = () => Preparation;

/** Linear shows an agent that does not answer its sessions as broken, so the first one is worth a warning. */
export function createIgnoreSession(logger: Pick<Logger, "warn">): IgnoreSession {
  let hasWarned = false;

  return () => {
    if (!hasWarned) {
      logger.warn(
        'Linear opens agent sessions for this app, but the mode is "comments": set mode to "agent-sessions" or "all", or turn the app\'s agent session events off',
      );
    }
    hasWarned = true;
    return { kind: "ignored", reason: "the mode is comments" };
  };
}
