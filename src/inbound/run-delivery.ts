import type { RepeatableIds } from "../comments/repeatable-ids.js";
import type { Identity } from "../credentials/auth.js";
import type { OrganizationRunner } from "../organizations/organization-runner.js";
import type { Sessions } from "../sessions/create-sessions.js";
import { isJsonObject } from "../util/json.js";
import type { LinearWebhookEvent } from "../webhook/events.js";
import { parseWebhook } from "../webhook/parse-webhook.js";
import type { DeliveryDoor, StoredDelivery } from "./delivery-door.js";
import { eventFacts } from "./delivery-facts.js";
import { createDeliveryReport } from "./delivery-report.js";
import type { HandOver, Preparation } from "./preparation.js";
import { prepareEvent, type ReceiverParts } from "./receive.js";
import { warnOfUnreadable } from "./unreadable-fields.js";

export interface DoorParts extends Omit<ReceiverParts, "config" | "gate" | "state"> {
  identities: { get(organizationId: string): Promise<Identity> };
  organizations: OrganizationRunner;
  sessions: Pick<Sessions, "tellDied">;
  ids: Pick<RepeatableIds, "run">;
}

/** Opens the inner door: an event is parsed, prepared and run as one that comes from Linear itself, but never claimed. */
export function createDeliveryDoor(parts: DoorParts): DeliveryDoor {
  const { facts, logger } = parts;
  const factsOf = ({ deliveryId }: StoredDelivery): { delivery?: string } =>
    deliveryId === undefined ? {} : { delivery: deliveryId };

  return {
    handle: (delivery, attempt) =>
      facts.run(factsOf(delivery), () =>
        createDeliveryReport(parts).watch(parts.ids.run(delivery.key, () => handle(delivery, attempt, parts))),
      ),
    giveUp: (delivery) =>
      facts.run(factsOf(delivery), async () => {
        try {
          await tellSession(parseWebhook(JSON.parse(delivery.body)), parts);
        } catch (error) {
          logger.error("The thread of a delivery that nobody handles any more could not be told", { error });
        }
      }),
  };
}

async function handle({ key, body }: StoredDelivery, attempt: number, parts: DoorParts): Promise<void> {
  const unreadable: string[] = [];
  const payload: unknown = JSON.parse(body);
  const event = parseWebhook(payload, { onUnreadable: (path) => unreadable.push(path) });
  parts.facts.add(eventFacts(event));
  warnOfUnreadable(unreadable, parts.logger);
  const listening = isJsonObject(payload) ? parts.findListeners(payload) : undefined;
  const preparations = await Promise.all([prepareEvent(event, parts.handlers), listening?.prepare()]);
  const runs = preparations.flatMap((preparation) => (preparation ? listRuns(preparation) : []));
  await parts.work.watch(async (said) => {
    try {
      await Promise.all(runs.map((run) => run({ propagateHandlerErrors: true, fromInbox: { key, attempt } })));
    } finally {
      await parts.land(said);
    }
  });
}

/** What is to be done; nothing for what is ignored. @throws for what cannot be decided yet, so that it is tried again. */
function listRuns(preparation: Preparation): HandOver[] {
  switch (preparation.kind) {
    case "ignored":
      return [];
    case "postponed":
      throw new Error(`It cannot be decided yet: ${preparation.reason}`);
    case "accepted":
      return [preparation.run];
  }
}

/** A comment that says no more than that something went wrong would be one too many; a session looks dead without. */
async function tellSession(event: LinearWebhookEvent, parts: DoorParts): Promise<void> {
  switch (event.kind) {
    case "session.created":
      return await tell(event.organizationId, event.session.id, event.createdAt, parts);
    case "session.prompted":
      if (event.activity.signal === "stop") return;
      return await tell(event.organizationId, event.session.id, event.activity.createdAt, parts);
    case "comment.created":
    case "comment.updated":
    case "comment.removed":
    case "reaction.created":
    case "reaction.removed":
    case "issue.undelegated":
    case "app.revoked":
    case "unknown":
      return;
  }
}

async function tell(
  organizationId: string,
  sessionId: string,
  at: string,
  { identities, organizations, sessions }: DoorParts,
): Promise<void> {
  const identity = await identities.get(organizationId);
  await organizations.runAs(identity, () => sessions.tellDied({ sessionId, at }));
}
