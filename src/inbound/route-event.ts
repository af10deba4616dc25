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
    case "unknown":
      return handlers.unknown(event);
  }
}
