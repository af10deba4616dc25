import type { LinearErrorCode } from "../errors.js";
import type { LinearWorkFacts } from "./work-facts.js";

interface Told {
  /** What the event is about, by ids. */
  work: LinearWorkFacts;
  /** When it began, or for a retry when it was decided: milliseconds since 1970. */
  at: number;
}

interface Measured extends Told {
  /** How long it took, in ms. */
  ms: number;
}

interface Settled extends Measured {
  outcome: "done" | "failed";
  /** The code of this package's error that it failed with; undefined for what a handler threw, and where it did not fail. */
  error: LinearErrorCode | "RATE_LIMITED" | undefined;
}

/** A webhook, when all that it set off is done. */
export interface LinearDeliveryDiagnostics extends Measured {
  kind: "delivery";
  /** "handled" and "failed" tell of the work after the answer, "late" of an answer that came after Linear's time. */
  outcome: "handled" | "failed" | "ignored" | "duplicate" | "refused" | "late";
  /** Why it was ignored or refused. */
  reason: string | undefined;
  /** The HTTP status that Linear got. */
  status: number;
  /** How long Linear waited for the answer, in ms. */
  answeredMs: number;
}

/** The handling of one message or answer of an agent session, from its event to its end. */
export interface LinearTurnDiagnostics extends Settled {
  kind: "turn";
}

/** An operation of Linear's API, with all its tries and waits. */
export interface LinearRequestDiagnostics extends Settled {
  kind: "request";
  /** The name of the GraphQL operation, such as "CreateComment". */
  operation: string;
  tries: number;
  /** How much of `ms` was waiting between tries. */
  waitedMs: number;
  /** Complexity points that the last try cost, where Linear's answer says so. */
  points: number | undefined;
  /** What is left of the organization's rate limit, 0 to 1; 1 where Linear has said nothing. */
  budgetLeft: number;
}

/** An operation has failed and is tried again. */
export interface LinearRetryDiagnostics extends Told {
  kind: "retry";
  operation: string;
  /** "unauthorized": with another token. "transient": the network, a 5xx or a lock. */
  cause: "unauthorized" | "rate-limited" | "transient";
  /** How many tries have failed. */
  tries: number;
  /** How long is waited before the next one, in ms. */
  waitMs: number;
}

/** Linear was asked for a new access token. */
export interface LinearRefreshDiagnostics extends Settled {
  kind: "refresh";
  grant: "refresh_token" | "client_credentials";
}

/** What the `diagnostics` option is told, for metrics and traces. No event holds a secret or anybody's text. */
export type LinearDiagnosticsEvent =
  | LinearDeliveryDiagnostics
  | LinearTurnDiagnostics
  | LinearRequestDiagnostics
  | LinearRetryDiagnostics
  | LinearRefreshDiagnostics;

/** Gets the events; what it throws is logged once and changes nothing. */
export type LinearDiagnosticsListener = (event: LinearDiagnosticsEvent) => void;
