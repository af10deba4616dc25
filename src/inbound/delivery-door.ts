import type { Logger } from "chat";
import type { Clock } from "../util/clock.js";
import type { Receive } from "./receive.js";
import type { WebhookGate } from "./webhook-gate.js";

/** A delivery that came out of an inbox. */
export interface StoredDelivery {
  /** What two deliveries of one event have in common. */
  key: string;
  /** The verified body, JSON. */
  body: string;
  deliveryId: string | undefined;
}

/**
 * The inner door of an adapter: for deliveries that were verified and stored before. Whoever calls sees to it that those
 * of a thread come one after the other, and that none comes again once it is done.
 */
export interface DeliveryDoor {
  /**
   * Handles a delivery, for the `attempt`th time from 1 on. Resolves when all that it sets off is done; rejects with what
   * failed, of which Linear hears nothing.
   */
  handle(delivery: StoredDelivery, attempt: number): Promise<void>;
  /** Tells the session of a delivery that nobody handles it any more; other threads hear nothing. Never rejects. */
  giveUp(delivery: StoredDelivery): Promise<void>;
}

/** What an adapter gives to the inbox that it is to live with. */
export interface InboxHost {
  config: { maxBodyBytes: number };
  gate: WebhookGate;
  door: DeliveryDoor;
  clock: Clock;
  logger: Pick<Logger, "debug" | "info" | "warn" | "error">;
}

/** An inbox in front of one adapter, in the same process. */
export interface AttachedInbox {
  /** Verifies, stores and answers. */
  receive: Receive;
  /** Begins to handle what is stored. */
  start(): void;
  /** Waits for what is being handled, up to a time; the rest is for other processes. */
  stop(): Promise<void>;
}

/** Something that deliveries can be kept in: what the option `inbox` takes. */
export interface AttachableInbox {
  /** Called by the adapter, once. */
  attach(host: InboxHost): AttachedInbox;
}
