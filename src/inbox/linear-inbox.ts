import type { AttachableInbox } from "../inbound/delivery-door.js";
import type { InboxStore } from "./store/inbox-store.js";
import type { InboxWakeUps } from "./wake-ups/wake-ups.js";
import type { InboxWorkerSettings } from "./worker-settings.js";

/**
 * A durable inbox: what gateways put deliveries into and workers take them out of. `createLinearAdapter({ inbox })` is
 * both in one process.
 */
export interface LinearInbox extends AttachableInbox {
  /** Where the deliveries lie; its methods also show, replay and drop them, and pause the workers. */
  readonly store: InboxStore;
  readonly wakeUps: InboxWakeUps;
  /** What workers do where they are told nothing else. */
  readonly worker: InboxWorkerSettings;
  /** Closes the connections that the inbox has opened. */
  close(): Promise<void>;
}
