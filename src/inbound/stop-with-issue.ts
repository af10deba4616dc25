import type { LinearEvent } from "../events/linear-event.js";
import type { Listeners } from "../events/listeners.js";
import type { LinearIssueEnd } from "../sessions/turns/stop-turn.js";
import { endSessions } from "./end-sessions.js";
import type { InboundParts } from "./inbound-parts.js";

/** Ends the work on issues by what becomes of them, where the option `stopSessionsOn` says so. */
export function stopWithIssues(listeners: Pick<Listeners, "onEvent">, parts: InboundParts): void {
  const { mode, stopSessionsOn } = parts.config;
  if (mode === "comments" || stopSessionsOn.length === 0) return;

  const stopAfter = async (event: Moved | Assigned): Promise<void> => {
    const cause = endOf(event);
    if (cause === undefined || !stopSessionsOn.includes(cause)) return;
    const { actor, issue, at } = event;
    await endSessions({ cause, issueId: issue.id, at: at.toISOString(), userId: actor?.userId ?? "" }, parts, {});
  };
  if (stopSessionsOn.includes("unassignment")) listeners.onEvent("issue.assigned", stopAfter);
  if (stopSessionsOn.some((cause) => cause !== "unassignment")) listeners.onEvent("issue.moved", stopAfter);
}

type Moved = LinearEvent<"issue.moved">;
type Assigned = LinearEvent<"issue.assigned">;

/** How the work on an issue has ended by an event. Who gets it after somebody else goes on with it. */
function endOf(event: Moved | Assigned): LinearIssueEnd | undefined {
  if (event.name === "issue.assigned") return event.to === undefined ? "unassignment" : undefined;
  switch (event.to.type) {
    case "completed":
      return "completion";
    case "canceled":
    case "duplicate":
      return "cancelation";
    default:
      return undefined;
  }
}
