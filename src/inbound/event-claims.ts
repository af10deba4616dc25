import type { StateAdapter } from "chat";
import { claim } from "../util/claim.js";
import type { Clock } from "../util/clock.js";

/** Whose an event is. */
export type EventClaim =
  /** Ours to handle. */
  | "ours"
  /** Somebody has told Linear that it is handled. */
  | "answered"
  /** Somebody has it who has not answered yet, and may have died. */
  | "unsure";

/**
 * Makes sure that an event is handled once, in all processes that share the state. A claim is first a lease, so that a
 * process that dies before it has answered leaves the event to Linear's retry; then a marker that outlives the last one.
 */
export interface EventClaims {
  /** Claims an event. Where somebody else has it, waits up to 2 s for the answer. */
  claim(eventKey: string): Promise<EventClaim>;
  /** Marks an event as answered: Linear will not send it again. Tries it three times, within 5 s. */
  confirm(eventKey: string): Promise<void>;
}

// Linear waits 5 s for an answer and retries after a minute: a lease is over in between.
// https://linear.app/developers/webhooks
const LEASE_MS = 30_000;
// Linear's last retry comes 7 h and a minute after the first delivery.
const MARKER_MS = 8 * 60 * 60 * 1_000;
/** The first of these is what a process mostly takes from its claim to its answer. */
const LOOK_AFTER_MS = [50, 200, 500, 1_250];
const CONFIRM_AGAIN_AFTER_MS = [1_000, 4_000];

const ANSWERED = "handled";

export function createEventClaims(state: () => StateAdapter, clock: Pick<Clock, "sleep">): EventClaims {
  const keyOf = (eventKey: string): string => `linear:event:${eventKey}`;

  const claimWithin = async (eventKey: string, [ms, ...later]: readonly number[]): Promise<EventClaim> => {
    const lease = `leased ${crypto.randomUUID()}`;
    const holder = await claim(state(), keyOf(eventKey), lease, LEASE_MS);
    if (holder === lease) return "ours";
    if (holder === ANSWERED) return "answered";
    if (ms === undefined) return "unsure";
    await clock.sleep(ms);
    return await claimWithin(eventKey, later);
  };

  return {
    claim: (eventKey) => claimWithin(eventKey, LOOK_AFTER_MS),
    confirm: async (eventKey) => {
      const mark = (): Promise<void> => state().set(keyOf(eventKey), ANSWERED, MARKER_MS);
      for (const ms of CONFIRM_AGAIN_AFTER_MS) {
        try {
          return await mark();
        } catch {
          await clock.sleep(ms);
        }
      }
      await mark();
    },
  };
}
