import type { LinearWebhookEvent } from "../webhook/events.js";
import type { EventHandlers, Preparation } from "./event-handler.js";

/** Hands an event to the handler of its kind. */
export function prepareEvent(event: LinearWebhookEvent, handlers: EventHandlers): Promise<Preparation> {
  switch (event.kind) {
    case "comment.created":
      return handlers["comment.created"](event);
    case "session.created":
      return handlers["session.created"](event);
    case "session.prompted":
      return handlers["session.prompted"](event);
    case "app.revoked":
      return handlers["app.revoked"](event);
    case "reaction.created":
      return handlers["reaction.created"](event);
    case "reaction.removed":
      return handlers["reaction.removed"](event);
    case "issue.undelegated":
      return handlers["issue.undelegated"](event);
    case "unknown":
      return handlers.unknown(event);
  }
}
