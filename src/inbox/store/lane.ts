import type { LinearWebhookEvent } from "../../webhook/events.js";

/** Begins the lane of an event that waits for nobody: it is alone in it. */
const ASIDE = "aside:";

/**
 * What an event is kept in order with: what is said in a session or below a root comment. All else waits for nobody: Stop
 * and the taking away of an issue end what others wait for, and a reaction may be the answer that a turn waits for.
 */
export function laneOf(event: LinearWebhookEvent, key: string): string {
  switch (event.kind) {
    case "comment.created":
    case "comment.updated":
    case "comment.removed":
      return `comment:${event.comment.parentId ?? event.comment.id}`;
    case "session.created":
      return `session:${event.session.id}`;
    case "session.prompted":
      return event.activity.signal === "stop" ? `${ASIDE}${key}` : `session:${event.session.id}`;
    case "reaction.created":
    case "reaction.removed":
    case "issue.undelegated":
    case "app.revoked":
    case "unknown":
      return `${ASIDE}${key}`;
  }
}

/** Whether what is in the lane must not wait until some thread is done. */
export const isAside = (lane: string): boolean => lane.startsWith(ASIDE);
