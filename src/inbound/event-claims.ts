import type { StateAdapter } from "chat";
import { claim } from "../util/claim.js";

/**
 * Makes sure that an event is handled once, in all processes that share the state. A claim is first a lease, so that a
 * process that dies before it has answered leaves the event to Linear's retry; then a marker that outlives the last one.
 */
export interface EventClaims {
  /** Resolves to whether the event is ours to handle. */
  claim(eventKey: string): Promise<boolean>;
  /** Marks an event as answered: Linear will not send it again. */
  confirm(eventKey: string): Promise<void>;
}

// Linear waits 5 s for an answer and retries after a minute: a lease is over in between.
// https://linear.app/developers/webhooks
const LEASE_MS = 30_000;
// Linear's last retry comes 7 h and a minute after the first delivery.
const MARKER_MS = 8 * 60 * 60 * 1_000;

export function createEventClaims(state: () => StateAdapter): EventClaims {
  const keyOf = (eventKey: string): string => `linear:event:${eventKey}`;

  return {
    claim: async (eventKey) => {
      const lease = `leased ${crypto.randomUUID()}`;
      return (await claim(state(), keyOf(eventKey), lease, LEASE_MS)) === lease;
    },
    confirm: (eventKey) => state().set(keyOf(eventKey), "handled", MARKER_MS),
  };
}
