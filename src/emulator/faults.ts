/** Something that goes wrong on purpose. One request meets one fault: the oldest that fits. */
export type EmulatorFault = {
  on: "graphql" | "token" | "webhook-delivery" | "file" | "upload";
  /** GraphQL operation, grant type, webhook category, or name of a file that is read or uploaded; otherwise any. */
  operation?: string;
  /** How often. Default 1; `Infinity` until removed. */
  times?: number;
  /** How many that fit are let through first. Default 0. */
  skip?: number;
} & FaultKind;

/** How something goes wrong. Durations are in milliseconds. */
export type FaultKind =
  /** Waits, then goes on. */
  | { kind: "delay"; ms: number }
  /** Cuts the connection, nothing has happened. A webhook is not sent. */
  | { kind: "drop-before" }
  /** Does it, then cuts the connection. A webhook is sent, but its answer is lost. */
  | { kind: "drop-after" }
  /** Answers with this status, nothing has happened. A webhook is sent, but counts as answered so. */
  | { kind: "status"; status: number; headers?: Record<string, string> }
  /** The hourly limit is used up for that long, as Linear says it. Nothing has happened. */
  | { kind: "rate-limited"; retryAfterMs: number }
  /** 401, as for a token that is not valid any more. */
  | { kind: "unauthorized" }
  /** An error of this `extensions.type`, HTTP 200. At the token endpoint: HTTP 400 with `error` and a description. */
  | { kind: "graphql-error"; type: string; message: string }
  /** Does it, and says `success: false` where the document asks for `success`. */
  | { kind: "unsuccessful" }
  /** Does it, and answers null for what the document asks of it beside `success`; null in all where it asks nothing. */
  | { kind: "empty" };

/** A fault that has been injected. */
export interface InjectedFault {
  /** Ends it, whatever is left of `times`. */
  remove(): void;
  /** How many requests have met it. */
  readonly hits: number;
}

export interface Faults {
  inject(fault: EmulatorFault): InjectedFault;
  /** The fault that this request meets, which counts as a hit. */
  meet(on: EmulatorFault["on"], operation: string | undefined): FaultKind | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const injected = new Set<{ fault: EmulatorFault; hits: number; skipped: number }>();

  return {
    inject: (fault) => {
      const entry = { fault, hits: 0, skipped: 0 };
      injected.add(entry);
      return {
        remove: () => void injected.delete(entry),
        get hits() {
          return entry.hits;
        },
      };
    },
    meet: (on, operation) => {
      for (const entry of injected) {
        const { fault } = entry;
        const fits = fault.on === on && (fault.operation === undefined || fault.operation === operation);
        if (!fits || entry.hits >= (fault.times ?? 1)) continue;
        if (entry.skipped < (fault.skip ?? 0)) {
          entry.skipped += 1;
          continue;
        }
        entry.hits += 1;
        return fault;
      }
      return undefined;
    },
    clear: () => injected.clear(),
  };
}
