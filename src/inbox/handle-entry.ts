import type { Logger } from "chat";
import { LinearRateLimitError } from "../errors.js";
import type { DeliveryDoor } from "../inbound/delivery-door.js";
import type { Clock } from "../util/clock.js";
import type { InboxClaim, InboxEntry, InboxFailure, InboxStore } from "./store/inbox-store.js";
import type { ResolvedWorkerSettings } from "./worker-settings.js";

/** How long an entry is held without being renewed: so long nobody notices that its process has died. */
export const HOLD_MS = 6_000;
const RENEW_EVERY_MS = 2_000;
const TELL_AGAIN_AFTER_MS = 1_000;

export interface EntryParts {
  store: InboxStore;
  door: DeliveryDoor;
  settings: Pick<ResolvedWorkerSettings, "retryAfterMs" | "maxCrashes">;
  clock: Clock;
  logger: Pick<Logger, "warn" | "error">;
  /** Called when an entry has left, with what became of it. */
  onEnd: (outcome: EntryOutcome) => void;
}

/** What became of an entry: handled, to be tried again, a dead letter, or taken by another worker meanwhile. */
export type EntryOutcome = "done" | "failed" | "dead" | "lost";

/** How an entry goes on, decided when its handling is over. */
type Verdict =
  | { kind: "done" }
  | { kind: "again"; failure: InboxFailure; inMs: number }
  | { kind: "dead"; failure: InboxFailure };

/** Handles an entry that was taken, and tells the inbox how that ended. Never rejects. */
export async function handleEntry(entry: InboxEntry, claim: InboxClaim, parts: EntryParts): Promise<void> {
  const over = new AbortController();
  const holding = hold(claim, over.signal, parts);
  try {
    const verdict = await judge(entry, parts);
    if (verdict.kind === "dead") await parts.door.giveUp(entry);
    const isOurs = await tellPatiently(() => tell(verdict, claim, parts.store), parts);
    report(isOurs, verdict, entry, parts);
  } finally {
    over.abort();
    await holding;
  }
}

async function judge(entry: InboxEntry, { door, settings, logger }: EntryParts): Promise<Verdict> {
  const crashes = entry.begun - 1 - entry.failed;
  if (crashes >= settings.maxCrashes) {
    const reason = `The process died ${crashes} times while it handled the delivery`;
    return { kind: "dead", failure: { reason, stack: undefined } };
  }
  try {
    await door.handle(entry, entry.begun);
    return { kind: "done" };
  } catch (error) {
    const failure = toFailure(error);
    const waitMs = settings.retryAfterMs[entry.failed];
    if (waitMs === undefined) return { kind: "dead", failure };
    logger.warn("A delivery from the inbox failed and is tried again", { delivery: entry.deliveryId, error });
    return { kind: "again", failure, inMs: Math.max(waitMs, askedPause(error)) };
  }
}

const askedPause = (error: unknown): number => (error instanceof LinearRateLimitError ? error.retryAfterMs : 0);

const toFailure = (error: unknown): InboxFailure =>
  error instanceof Error
    ? { reason: error.message, stack: error.stack }
    : { reason: `Something was thrown that is no Error: ${String(error)}`, stack: undefined };

function tell(verdict: Verdict, claim: InboxClaim, store: InboxStore): Promise<boolean> {
  switch (verdict.kind) {
    case "done":
      return store.done(claim);
    case "again":
      return store.failed(claim, verdict.failure, verdict.inMs);
    case "dead":
      return store.bury(claim, verdict.failure);
  }
}

/** Tells the inbox as soon as it can be reached: forgetting how an entry ended would have it handled again. */
async function tellPatiently(work: () => Promise<boolean>, { clock, logger }: EntryParts): Promise<boolean> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      logger.warn("The inbox could not be told how a delivery ended; it is told again", { error });
      await clock.sleep(TELL_AGAIN_AFTER_MS);
    }
  }
}

/** Holds an entry as long as it is worked on. Never rejects. */
async function hold(claim: InboxClaim, over: AbortSignal, { store, clock, logger }: EntryParts): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(RENEW_EVERY_MS, over);
    } catch {
      return;
    }
    try {
      await store.renew(claim, HOLD_MS);
    } catch (error) {
      logger.warn("A delivery could not be held; if that goes on, another worker takes it as well", { error });
    }
  }
}

function report(isOurs: boolean, verdict: Verdict, entry: InboxEntry, { logger, onEnd }: EntryParts): void {
  const facts = { delivery: entry.deliveryId, key: entry.key };
  if (!isOurs) {
    logger.warn("Another worker has taken a delivery whose handling took long to be renewed", facts);
    onEnd("lost");
    return;
  }
  if (verdict.kind === "dead") {
    logger.error("A delivery is a dead letter: nobody handles it any more until it is replayed", {
      ...facts,
      reason: verdict.failure.reason,
    });
  }
  onEnd(verdict.kind === "again" ? "failed" : verdict.kind);
}
