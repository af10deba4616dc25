import type { Logger, WebhookOptions } from "chat";
import { type Deadline, startDeadline } from "../inbound/deadline.js";
import type { InboxHost } from "../inbound/delivery-door.js";
import { verifyDelivery } from "../inbound/verify-delivery.js";
import { createGate } from "../inbound/webhook-gate.js";
import { DEFAULT_MAX_BODY_BYTES } from "../util/body-limit.js";
import { type Clock, systemClock } from "../util/clock.js";
import type { Secret } from "../util/secret.js";
import { eventKey } from "../webhook/event-key.js";
import { parseWebhook } from "../webhook/parse-webhook.js";
import { DEFAULT_MAX_SKEW_MS } from "../webhook/verify-webhook.js";
import { WebhookPayloadError } from "../webhook/webhook-payload-error.js";
import type { LinearInbox } from "./linear-inbox.js";
import type { InboxDelivery } from "./store/inbox-store.js";
import { laneOf } from "./store/lane.js";

/** What {@link createLinearGateway} takes. */
export interface LinearGatewayOptions {
  /**
   * Signing secret of the webhook, several while one is being rotated. A function gets the organization that the body
   * names, before that is verified.
   */
  webhookSecret: Secret<string | readonly string[]>;
  /** Where deliveries are kept. Apps that have bots of their own have inboxes of their own, told apart by their names. */
  inbox: Pick<LinearInbox, "store" | "wakeUps">;
  /** The most that a delivery may hold, in bytes. Default: 1 MiB. */
  maxBodyBytes?: number;
  /** How far a delivery's signed timestamp may be from now, in ms. Default: 60,000. */
  maxSkewMs?: number;
  /** Where warnings and errors go. Default: nowhere. */
  logger?: Pick<Logger, "debug" | "warn" | "error">;
}

/** Answers a webhook. `waitUntil` of the options gets what goes on after an answer that could not wait for it. */
export type LinearGateway = (request: Request, options?: WebhookOptions) => Promise<Response>;

/** What a gateway is made of, whoever starts it. */
export interface GatewayParts extends Pick<InboxHost, "config" | "gate" | "clock"> {
  inbox: Pick<LinearInbox, "store" | "wakeUps">;
  logger: Pick<Logger, "debug" | "warn" | "error">;
}

/**
 * Takes Linear's webhooks into an inbox, without a bot: each is verified, stored, and only then answered with 200. 503 says
 * that it could not be stored; Linear sends it again after a minute, an hour and six hours.
 * https://linear.app/developers/webhooks
 * @example
 * ```ts
 * const gateway = createLinearGateway({ webhookSecret, inbox: createRedisInbox({ url }) });
 * export const POST = (request: Request) => gateway(request);
 * ```
 */
export function createLinearGateway(options: LinearGatewayOptions): LinearGateway {
  const {
    inbox,
    webhookSecret: secret,
    maxBodyBytes = DEFAULT_MAX_BODY_BYTES,
    maxSkewMs = DEFAULT_MAX_SKEW_MS,
    logger = SILENT,
  } = options;
  const clock: Clock = systemClock;
  const gate = createGate({ config: { maxSkewMs, webhook: { kind: "secret", secret } }, clock, logger });
  return createGateway({ config: { maxBodyBytes }, gate, clock, inbox, logger });
}

const SILENT: Pick<Logger, "debug" | "warn" | "error"> = { debug: () => {}, warn: () => {}, error: () => {} };

export function createGateway(parts: GatewayParts): LinearGateway {
  return async (request, options = {}) => {
    const deadline = startDeadline(parts.clock);
    try {
      return await receive(request, options, deadline, parts);
    } finally {
      deadline.end();
    }
  };
}

async function receive(
  request: Request,
  options: WebhookOptions,
  deadline: Deadline,
  parts: GatewayParts,
): Promise<Response> {
  const verification = await verifyDelivery(request, deadline, parts);
  if (verification.kind === "refused") {
    const { status, reason } = verification;
    return new Response(reason, { status, ...(status === 405 ? { headers: { allow: "POST" } } : {}) });
  }
  try {
    const delivery = toInboxDelivery(verification.payload, request.headers.get("linear-delivery"));
    const storing = store(delivery, parts);
    // What is stored after the answer is woken too, and Linear's retry is then known.
    options.waitUntil?.(storing.catch(() => {}));
    const stored = await deadline.within(storing);
    if (stored.kind === "stored") return new Response(null, { status: 200 });
    parts.logger.error("A Linear webhook could not be stored in time; Linear will send it again");
  } catch (error) {
    if (error instanceof WebhookPayloadError) {
      parts.logger.warn("Linear webhook refused", { status: 400, reason: error.message, path: error.path });
      return new Response(error.message, { status: 400 });
    }
    parts.logger.error("A Linear webhook could not be stored; Linear will send it again", { error });
  }
  return new Response("The event could not be stored", { status: 503 });
}

function toInboxDelivery(payload: unknown, deliveryId: string | null): InboxDelivery {
  const event = parseWebhook(payload);
  const key = eventKey(event, deliveryId);
  return { key, lane: laneOf(event, key), body: JSON.stringify(payload), deliveryId: deliveryId ?? undefined };
}

async function store(delivery: InboxDelivery, { inbox, logger }: GatewayParts): Promise<{ kind: "stored" }> {
  const outcome = await inbox.store.append(delivery);
  logger.debug("Linear webhook stored", { delivery: delivery.deliveryId, outcome });
  // The answer does not wait for the workers, who find it by themselves where no wake-up reaches them.
  inbox.wakeUps.wake(delivery.lane).catch((error: unknown) => {
    logger.warn("The workers could not be woken for a Linear webhook; they find it when they look", { error });
  });
  return { kind: "stored" };
}
