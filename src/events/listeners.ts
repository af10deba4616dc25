import type { JsonObject } from "../util/json.js";
import type { LinearEvent, LinearEventName } from "./linear-event.js";
import type { LinearWebhook, LinearWebhookPayloadOf } from "./linear-webhook.js";
import { textIn } from "./payload.js";
import { toEvents } from "./to-events.js";

/** Takes a handler back. */
export type Unsubscribe = () => void;

/** One call of a handler. */
export interface ListenerCall {
  /** The event's name or the webhook's type. */
  subject: string;
  /** Whether it is left out when the bot itself did what is told. */
  skipsOwn: boolean;
  call: () => unknown;
}

/** What wants to hear of the adapter's events, and of webhooks as they come. */
export interface Listeners {
  onEvent<Name extends LinearEventName>(name: Name, handler: (event: LinearEvent<Name>) => unknown): Unsubscribe;
  onWebhook<Type extends string>(type: Type, handler: (webhook: LinearWebhook<Type>) => unknown): Unsubscribe;
  /** The calls that a delivery leads to; none, without a look at the payload, where nobody listens. */
  callsFor(payload: JsonObject, organizationId: string): ListenerCall[];
}

type Handler = (told: never) => unknown;

export function createListeners(): Listeners {
  const events = new Map<string, Set<{ handler: Handler }>>();
  const webhooks = new Map<string, Set<{ handler: Handler }>>();

  const add = (to: typeof events, subject: string, handler: Handler): Unsubscribe => {
    // An entry of its own: the same function may be given twice, and each is taken back alone.
    const entry = { handler };
    const entries = to.get(subject) ?? new Set();
    to.set(subject, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && to.get(subject) === entries) to.delete(subject);
    };
  };

  const callsOf = (from: typeof events, subject: string, told: object, skipsOwn: boolean): ListenerCall[] =>
    [...(from.get(subject) ?? [])].map(({ handler }) => ({
      subject,
      skipsOwn,
      call: () => handler(told as never),
    }));

  return {
    onEvent: (name, handler) => add(events, name, handler),
    onWebhook: (type, handler) => add(webhooks, type, handler),
    callsFor: (payload, organizationId) => {
      const type = textIn(payload, "type") ?? "";
      const told = events.size === 0 ? [] : toEvents(payload, organizationId);
      const webhook: LinearWebhook = {
        type,
        action: textIn(payload, "action") ?? "",
        organizationId,
        payload: payload as LinearWebhookPayloadOf<string>,
      };
      return [
        ...told.flatMap((event) => callsOf(events, event.name, event, event.name !== "notification")),
        ...callsOf(webhooks, type, webhook, false),
      ];
    },
  };
}
