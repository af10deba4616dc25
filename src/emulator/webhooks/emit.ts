import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { State } from "../state.js";
import type { WebhookRecord } from "../work-records.js";
import type { EmulatorEvent } from "../world.js";
import type { Deliveries, DeliveryTarget } from "./deliveries.js";

/** Hands an event to every installed app that listens to it. OAuthApp events come without being asked for. */
export function emitEvent(state: State, deliveries: Deliveries, event: EmulatorEvent): void {
  for (const { appId, organizationId, webhookId, active } of state.installations) {
    const app = state.apps.get(appId);
    const listens = app && (event.type === "OAuthApp" || app.events.includes(event.type));
    const concerns = organizationId === event.organizationId && (event.appId ?? appId) === appId;
    if (listens && active && concerns) deliveries.send(app, { ...event.payload, organizationId, webhookId });
  }
  for (const webhook of state.webhooks.values()) {
    if (!concerns(webhook, event)) continue;
    const { organizationId, id } = webhook;
    deliveries.send(toTarget(webhook), { ...event.payload, organizationId, webhookId: id });
  }
}

/** The app, or the webhook that was made through the API. */
export function targetOf(state: State, id: string): DeliveryTarget | undefined {
  const webhook = state.webhooks.get(id);
  return webhook ? toTarget(webhook) : state.apps.get(id);
}

const toTarget = ({ id, url, secret }: WebhookRecord): DeliveryTarget => ({
  id,
  webhookUrl: url,
  webhookSecret: secret,
});

/** Events of one app are that app's alone. */
function concerns(webhook: WebhookRecord, event: EmulatorEvent): boolean {
  return (
    webhook.enabled &&
    webhook.organizationId === event.organizationId &&
    webhook.resourceTypes.includes(event.type) &&
    event.appId === undefined &&
    (webhook.teamId === undefined || webhook.teamId === teamOf(event.payload))
  );
}

/** The team of the issue that an event is about. */
function teamOf({ data }: JsonObject): unknown {
  const { teamId, issue } = isJsonObject(data) ? data : {};
  return teamId ?? (isJsonObject(issue) ? issue.teamId : undefined);
}
