import type { State } from "../state.js";
import type { EmulatorEvent } from "../world.js";
import type { Deliveries } from "./deliveries.js";

/** Hands an event to every installed app that listens to it. OAuthApp events come without being asked for. */
export function emitEvent(state: State, deliveries: Deliveries, event: EmulatorEvent): void {
  for (const { appId, organizationId, webhookId, active } of state.installations) {
    const app = state.apps.get(appId);
    const listens = app && (event.type === "OAuthApp" || app.events.includes(event.type));
    const concerns = organizationId === event.organizationId && (event.appId ?? appId) === appId;
    if (listens && active && concerns) deliveries.send(app, { ...event.payload, organizationId, webhookId });
  }
}
