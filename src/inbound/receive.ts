import type { Logger, StateAdapter, WebhookOptions } from "chat";
import type { Diagnose } from "../diagnostics/diagnose.js";
import type { CurrentFacts } from "../diagnostics/work-facts.js";
import type { CurrentWork } from "../sessions/turns/current-work.js";
import type { Clock } from "../util/clock.js";
import { eventKey } from "../webhook/event-key.js";
import type { EventOf, LinearWebhookEvent } from "../webhook/events.js";
import { parseWebhook } from "../webhook/parse-webhook.js";
import { WebhookPayloadError } from "../webhook/webhook-payload-error.js";
import { deliveryFacts, eventFacts } from "./delivery-facts.js";
import { createDeliveryReport, type DeliveryReport } from "./delivery-report.js";
import { createEventClaims, type EventClaims } from "./event-claims.js";
import type { EventHandlers, Preparation } from "./preparation.js";
import { readRequest } from "./read-request.js";
import { warnOfUnreadable } from "./unreadable-fields.js";
import type { WebhookGate } from "./webhook-gate.js";

/** What is answered to a delivery. */
export type Admission =
  | { kind: "accepted"; key: string; run: (options: WebhookOptions) => Promise<void> }
  | { kind: "duplicate" }
  | { kind: "ignored"; reason: string }
  /** The decision did not come in time. */
  | { kind: "late" }
  | { kind: "refused"; status: 400 | 401 | 405 | 413 | 503; reason: string };

export interface ReceiverParts {
  config: { maxBodyBytes: number };
  gate: WebhookGate;
  handlers: EventHandlers;
  state: () => StateAdapter;
  work: Pick<CurrentWork, "watch">;
  facts: Pick<CurrentFacts, "run" | "add">;
  clock: Clock;
  diagnose: Diagnose;
  /** Resolves when all that was said so far in these sessions is sent, each at its time. */
  landed: (sessionIds: Iterable<string>) => Promise<void>;
  logger: Pick<Logger, "debug" | "warn" | "error">;
}

// How long a delivery may wait to be admitted. Linear gives an answer 5 s; a state that is away may need longer.
// https://linear.app/developers/webhooks
const DEADLINE_MS = 4_000;

interface AdmissionParts extends ReceiverParts {
  claims: EventClaims;
}

/** Answers Linear's webhooks: verifies, parses, claims, answers, and only then works. Never throws. */
export type Receive = (request: Request, options?: WebhookOptions) => Promise<Response>;

export function createReceiver(given: ReceiverParts): Receive {
  const parts = { ...given, claims: createEventClaims(given.state) };
  return (request, options = {}) =>
    parts.facts.run(deliveryFacts(request), async () => {
      const report = createDeliveryReport(parts);
      const deciding = admit(request, parts);
      const admission = await waitForAdmission(deciding, parts);
      const response = toResponse(admission);
      report.answered(admission, response.status);
      if (admission.kind === "accepted" || admission.kind === "late") {
        // An event that is claimed after the answer is handled, too: Linear's retry may have met the claim by then.
        const work = workAndLand(deciding, options, report, parts);
        const watched = work.catch((error: unknown) => logFailure(error, parts));
        // The chat has logged what its handlers threw; a host that asks for the errors gets them as well.
        options.waitUntil?.(options.propagateHandlerErrors ? work : watched);
      }
      return response;
    });
}

async function waitForAdmission(deciding: Promise<Admission>, { clock, logger }: AdmissionParts): Promise<Admission> {
  const decided = new AbortController();
  const overdue = clock.sleep(DEADLINE_MS, decided.signal).then((): Admission => ({ kind: "late" }));
  try {
    const admission = await Promise.race([deciding, overdue]);
    if (admission.kind === "late") {
      logger.error("A Linear webhook could not be admitted in time; Linear will send it again");
    }
    return admission;
  } finally {
    // A reason of its own spares every delivery a DOMException with a stack.
    decided.abort("decided");
  }
}

async function admit(request: Request, parts: AdmissionParts): Promise<Admission> {
  if (request.method !== "POST") return { kind: "refused", status: 405, reason: "Webhooks come as POST" };
  const { maxBodyBytes } = parts.config;
  const body = await readRequest(request, maxBodyBytes);
  if (body.kind === "too-large") return refuse(parts, 413, `the body is over ${maxBodyBytes} bytes`, TOO_LARGE);
  if (body.kind === "unreadable") return refuse(parts, 400, "the body could not be read");

  try {
    const verification = await parts.gate(request, body.text);
    if (verification.kind !== "verified") {
      const { status, reason, advice } = verification;
      return refuse(parts, status, reason, advice === undefined ? {} : { advice });
    }
    const unreadable: string[] = [];
    const event = parseWebhook(verification.payload, { onUnreadable: (path) => unreadable.push(path) });
    parts.facts.add(eventFacts(event));
    warnOfUnreadable(unreadable, parts.logger);
    return await admitEvent(event, request.headers.get("linear-delivery"), parts);
  } catch (error) {
    if (error instanceof WebhookPayloadError) return refuse(parts, 400, error.message, { path: error.path });
    // State, Linear or the host's secrets are out of reach: Linear's retry finds them back.
    parts.logger.error("A Linear webhook could not be kept; Linear will send it again", { error });
    return { kind: "refused", status: 503, reason: "The event could not be kept" };
  }
}

const TOO_LARGE = { advice: "maxBodyBytes says how many bytes a body may hold: raise it where Linear sends more" };

async function admitEvent(
  event: LinearWebhookEvent,
  delivery: string | null,
  parts: AdmissionParts,
): Promise<Admission> {
  const preparation = await prepareEvent(event, parts.handlers);
  if (preparation.kind === "ignored") return preparation;
  if (preparation.kind === "postponed") return refuse(parts, 503, preparation.reason);
  const key = eventKey(event, delivery);
  if (!(await parts.claims.claim(key))) return { kind: "duplicate" };
  return { kind: "accepted", key, run: preparation.run };
}

/** The host waits for the work and for what a handler leaves to be written a moment later. */
function workAndLand(
  deciding: Promise<Admission>,
  options: WebhookOptions,
  report: DeliveryReport,
  parts: AdmissionParts,
): Promise<void> {
  const work = parts.work.watch(async (spokenIn) => {
    try {
      await workAfterAnswer(deciding, options, parts);
    } finally {
      await parts.landed(spokenIn);
    }
  });
  return report.watch(work);
}

/** Hands an event to the handler of its kind. */
function prepareEvent<Kind extends LinearWebhookEvent["kind"]>(
  event: EventOf<Kind>,
  handlers: EventHandlers,
): Promise<Preparation> {
  const prepare = handlers[event.kind as Kind];
  return prepare(event);
}

/** Works once the answer has left this function's caller, so that no handler delays it. */
async function workAfterAnswer(
  deciding: Promise<Admission>,
  options: WebhookOptions,
  parts: AdmissionParts,
): Promise<void> {
  // `setImmediate`, no timer: the shortest lets a millisecond pass, and waking up for it costs as much as the
  // admission.
  await new Promise((resolve) => setImmediate(resolve));
  const admission = await deciding;
  if (admission.kind !== "accepted") return;
  const { key, run } = admission;
  const [confirmed, done] = await Promise.allSettled([parts.claims.confirm(key), run(options)]);
  if (confirmed.status === "rejected") {
    parts.logger.warn("A handled Linear event could not be marked; a repeated delivery would be handled again", {
      key,
      error: confirmed.reason,
    });
  }
  if (done.status === "rejected") throw done.reason;
}

function logFailure(error: unknown, { logger }: AdmissionParts): void {
  logger.error("The work on a Linear event failed", { error });
}

function refuse(
  { logger }: AdmissionParts,
  status: 400 | 401 | 413 | 503,
  reason: string,
  more: Record<string, string> = {},
): Admission {
  logger.warn("Linear webhook refused", { status, reason, ...more });
  return { kind: "refused", status, reason };
}

function toResponse(admission: Admission): Response {
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
