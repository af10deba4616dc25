import type { Logger } from "chat";
import type { EventClaims } from "./event-claims.js";
import type { HandOver, Preparation } from "./preparation.js";
import { type RefusedDelivery, refuse } from "./verify-delivery.js";

/** What is done with a delivery once Linear is answered, and the key that it was claimed by. */
export interface ClaimedWork {
  key: string;
  run: HandOver;
}

/** What is answered to a delivery. */
export type Admission =
  | { kind: "accepted"; works: readonly ClaimedWork[] }
  | { kind: "duplicate" }
  | { kind: "ignored"; reason: string }
  | RefusedDelivery;

export interface AdmissionParts {
  claims: EventClaims;
  logger: Pick<Logger, "debug" | "warn" | "error">;
}

/** Claims what is prepared; `keyOf` is asked only where there is something to claim. */
export async function admit(preparation: Preparation, keyOf: () => string, parts: AdmissionParts): Promise<Admission> {
  switch (preparation.kind) {
    case "ignored":
      return preparation;
    case "postponed":
      return refuse(parts, 503, preparation.reason);
    case "accepted":
      return await claimWork({ key: keyOf(), run: preparation.run }, parts);
  }
}

async function claimWork(work: ClaimedWork, parts: AdmissionParts): Promise<Admission> {
  switch (await parts.claims.claim(work.key)) {
    case "ours":
      return { kind: "accepted", works: [work] };
    case "answered":
      return { kind: "duplicate" };
    case "unsure":
      // Who repeats a delivery may stand for Linear: a 200 would lose the event with the process that has it.
      return refuse(parts, 503, "another delivery of the event has no answer yet");
  }
}

/** One answer for two ways of a delivery. Where one is refused, Linear's retry finds both: leases are over by then. */
export function joinAdmissions(one: Admission, other: Admission): Admission {
  const refused = [one, other].find(({ kind }) => kind === "refused");
  if (refused !== undefined) return refused;
  const works = [one, other].flatMap((admission) => (admission.kind === "accepted" ? admission.works : []));
  if (works.length > 0) return { kind: "accepted", works };
  return one.kind === "duplicate" ? one : other;
}
