import type { Logger, StateAdapter, WebhookOptions } from "chat";
import type { Diagnose } from "../diagnostics/diagnose.js";
import type { CurrentFacts } from "../diagnostics/work-facts.js";
import type { CurrentWork, LooseEnds } from "../sessions/turns/current-work.js";
import type { Awaitable } from "../util/awaitable.js";
import type { Clock } from "../util/clock.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { eventKey } from "../webhook/event-key.js";
import type { EventOf, LinearWebhookEvent } from "../webhook/events.js";
import { parseWebhook } from "../webhook/parse-webhook.js";
import { WebhookPayloadError } from "../webhook/webhook-payload-error.js";
import { type Admission, admit, type ClaimedWork, joinAdmissions } from "./admission.js";
import { type Deadline, type Late, startDeadline } from "./deadline.js";
import { deliveryFacts, eventFacts } from "./delivery-facts.js";
import { createDeliveryReport, type DeliveryReport } from "./delivery-report.js";
import { createEventClaims, type EventClaims } from "./event-claims.js";
import type { Listening } from "./listening.js";
import type { EventHandlers, Preparation } from "./preparation.js";
import { warnOfUnreadable } from "./unreadable-fields.js";
import { refuse, verifyDelivery } from "./verify-delivery.js";
import type { WebhookGate } from "./webhook-gate.js";

export interface ReceiverParts {
  config: { maxBodyBytes: number };
  gate: WebhookGate;
  handlers: EventHandlers;
  /** Finds who listens to a delivery, beside the handler of its event; undefined where nobody does. */
  findListeners: (payload: JsonObject) => Listening | undefined;
  state: () => StateAdapter;
  work: Pick<CurrentWork, "watch">;
  facts: Pick<CurrentFacts, "run" | "add">;
  clock: Clock;
  diagnose: Diagnose;
  /** Resolves when all that was said is sent, each at its time. */
  land: (said: LooseEnds) => Awaitable<void>;
  logger: Pick<Logger, "debug" | "warn" | "error">;
}

interface ReceivingParts extends ReceiverParts {
  claims: EventClaims;
}

/** Answers Linear's webhooks: verifies, parses, claims, answers, and only then works. Never throws. */
export type Receive = (request: Request, options?: WebhookOptions) => Promise<Response>;

export function createReceiver(given: ReceiverParts): Receive {
  const parts = { ...given, claims: createEventClaims(given.state, given.clock) };
  return (request, options = {}) => parts.facts.run(deliveryFacts(request), () => receive(request, options, parts));
}

async function receive(request: Request, options: WebhookOptions, parts: ReceivingParts): Promise<Response> {
  const report = createDeliveryReport(parts);
  const deadline = startDeadline(parts.clock);
  const verification = await verifyDelivery(request, deadline, parts);
  if (verification.kind === "refused") return answer(verification, deadline, report);
  const deciding = keep(verification.payload, request, parts);
  const admission = await deadline.within(deciding);
  if (admission.kind === "late") {
    parts.logger.error("A Linear webhook could not be admitted in time; Linear will send it again");
  }
  const response = answer(admission, deadline, report);
  if (admission.kind === "accepted" || admission.kind === "late") {
    // An event that is claimed after the answer is handled, too: Linear's retry may have met the claim by then.
    const work = workAndLand(deciding, options, report, parts);
    const watched = work.catch((error: unknown) => logFailure(error, parts));
    // The chat has logged what its handlers threw; a host that asks for the errors gets them as well.
    options.waitUntil?.(options.propagateHandlerErrors ? work : watched);
  }
  return response;
}

function answer(admission: Admission | Late, deadline: Deadline, report: DeliveryReport): Response {
  deadline.end();
  const response = toResponse(admission);
  report.answered(admission, response.status);
  return response;
}

/** Keeps an event of Linear's until it is handled, or tells why not. */
async function keep(payload: unknown, request: Request, parts: ReceivingParts): Promise<Admission> {
  try {
    const unreadable: string[] = [];
    const event = parseWebhook(payload, { onUnreadable: (path) => unreadable.push(path) });
    parts.facts.add(eventFacts(event));
    warnOfUnreadable(unreadable, parts.logger);
    const delivery = request.headers.get("linear-delivery");
    const handle = async (): Promise<Admission> =>
      await admit(await prepareEvent(event, parts.handlers), () => eventKey(event, delivery), parts);
    const listening = isJsonObject(payload) ? parts.findListeners(payload) : undefined;
    if (listening === undefined) return await handle();
    const listen = async (): Promise<Admission> => await admit(await listening.prepare(), () => listening.key, parts);
    return joinAdmissions(...(await Promise.all([handle(), listen()])));
  } catch (error) {
    if (error instanceof WebhookPayloadError) return refuse(parts, 400, error.message, { path: error.path });
    // The state or Linear is out of reach: Linear's retry finds them back.
    parts.logger.error("A Linear webhook could not be kept; Linear will send it again", { error });
    return { kind: "refused", status: 503, reason: "The event could not be kept" };
  }
}

/** The host waits for the work and for what a handler leaves to be written a moment later. */
function workAndLand(
  deciding: Promise<Admission>,
  options: WebhookOptions,
  report: DeliveryReport,
  parts: ReceivingParts,
): Promise<void> {
  const work = parts.work.watch(async (said) => {
    try {
      await workAfterAnswer(deciding, options, parts);
    } finally {
      const landed = parts.land(said);
      if (landed) await landed;
    }
  });
  return report.watch(work);
}

/** Hands an event to the handler of its kind. */
export function prepareEvent<Kind extends LinearWebhookEvent["kind"]>(
  event: EventOf<Kind>,
  handlers: EventHandlers,
): Awaitable<Preparation> {
  const prepare = handlers[event.kind as Kind];
  return prepare(event);
}

/** Works once the answer has left this function's caller, so that no handler delays it. */
async function workAfterAnswer(
  deciding: Promise<Admission>,
  options: WebhookOptions,
  parts: ReceivingParts,
): Promise<void> {
  // `setImmediate`, no timer: the shortest lets a millisecond pass, and waking up for it costs as much as the
  // admission.
  await new Promise((resolve) => setImmediate(resolve));
  const admission = await deciding;
  if (admission.kind !== "accepted") return;
  const [one] = admission.works;
  // Mostly there is one: nothing has to wait for another then.
  if (admission.works.length === 1 && one !== undefined) return await runClaimed(one, options, parts);
  const results = await Promise.allSettled(admission.works.map((work) => runClaimed(work, options, parts)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function runClaimed({ key, run }: ClaimedWork, options: WebhookOptions, parts: ReceivingParts): Promise<void> {
  const confirmed = confirm(key, parts);
  try {
    await run(options);
  } finally {
    await confirmed;
  }
}

/** Marks an event as answered. Never rejects. */
async function confirm(key: string, { claims, logger }: ReceivingParts): Promise<void> {
  try {
    await claims.confirm(key);
  } catch (error) {
    logger.warn("A handled Linear event could not be marked; a repeated delivery would be handled again", {
      key,
      error,
    });
  }
}

function logFailure(error: unknown, { logger }: ReceivingParts): void {
  logger.error("The work on a Linear event failed", { error });
}

function toResponse(admission: Admission | Late): Response {
  switch (admission.kind) {
    case "accepted":
    case "duplicate":
    case "ignored":
      // Linear's documentation asks for 200, not for any 2xx. https://linear.app/developers/webhooks
      return new Response(null, { status: 200 });
    case "late":
      return new Response("The event could not be kept in time", { status: 503 });
    case "refused":
      return new Response(admission.reason, {
        status: admission.status,
        ...(admission.status === 405 ? { headers: { allow: "POST" } } : {}),
      });
  }
}
