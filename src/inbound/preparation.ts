import type { WebhookOptions } from "chat";
import type { Awaitable } from "../util/awaitable.js";
import type { EventOf, LinearWebhookEvent } from "../webhook/events.js";

/** A delivery that an inbox keeps: it sees to the order of its thread, and hands over again what has failed. */
export interface InboxRun {
  /** The event key. */
  key: string;
  /** From 1 on. */
  attempt: number;
}

export interface HandOverOptions extends WebhookOptions {
  fromInbox?: InboxRun | undefined;
}

/** Hands what came over to the bot. */
export type HandOver = (options: HandOverOptions) => Promise<void>;

/** What is to be done with an event, decided before Linear is answered. */
export type Preparation =
  /** The event is not for this bot. Linear gets its 200. */
  | { kind: "ignored"; reason: string }
  /** It cannot be decided now. Linear is told to send the event again. */
  | { kind: "postponed"; reason: string }
  /** `run` does the work after the answer. */
  | { kind: "accepted"; run: HandOver };

/** Prepares one kind of event. An exception means that the event could not be kept: Linear is told to retry. */
export type EventHandler<Kind extends LinearWebhookEvent["kind"]> = (event: EventOf<Kind>) => Awaitable<Preparation>;

/** An entry per kind of event, checked by the compiler. */
export type EventHandlers = { [Kind in LinearWebhookEvent["kind"]]: EventHandler<Kind> };
