import type { Logger } from "chat";
import { isLinearAdapterError, type LinearErrorCode, LinearRateLimitError } from "../errors.js";
import type { Clock } from "../util/clock.js";
import type { LinearDiagnosticsEvent, LinearDiagnosticsListener } from "./events.js";
import type { LinearWorkFacts } from "./work-facts.js";

type WithoutWork<Event> = Event extends unknown ? Omit<Event, "work"> : never;

/** Tells the host of something that has happened. Never throws. `work` adds to the facts of the current work. */
export type Diagnose = (event: WithoutWork<LinearDiagnosticsEvent>, work?: LinearWorkFacts) => void;

export interface DiagnoseParts {
  listener: LinearDiagnosticsListener | undefined;
  facts: () => LinearWorkFacts;
  logger: Pick<Logger, "warn">;
}

export function createDiagnose({ listener, facts, logger }: DiagnoseParts): Diagnose {
  if (listener === undefined) return () => {};
  let hasFailed = false;
  const onFailure = (error: unknown): void => {
    if (!hasFailed) logger.warn("The diagnostics option threw; its later failures are not logged", { error });
    hasFailed = true;
  };

  return (event, work) => {
    try {
      const told: unknown = listener({ ...event, work: { ...facts(), ...work } });
      // An async function fits the type as well.
      if (told instanceof Promise) told.catch(onFailure);
    } catch (error) {
      onFailure(error);
    }
  };
}

/** How a piece of work has gone. */
export interface Measurement {
  at: number;
  ms: number;
  outcome: "done" | "failed";
  error: LinearErrorCode | "RATE_LIMITED" | undefined;
}

/** Runs a piece of work and reports how it went, before its caller knows. */
export async function measure<Result>(
  clock: Clock,
  work: () => Promise<Result>,
  report: (measurement: Measurement) => void,
): Promise<Result> {
  const at = clock.now().getTime();
  const since = (): { at: number; ms: number } => ({ at, ms: clock.now().getTime() - at });
  try {
    const result = await work();
    report({ ...since(), outcome: "done", error: undefined });
    return result;
  } catch (error) {
    report({ ...since(), outcome: "failed", error: codeOf(error) });
    throw error;
  }
}

function codeOf(error: unknown): Measurement["error"] {
  if (error instanceof LinearRateLimitError) return error.code;
  return isLinearAdapterError(error) ? error.code : undefined;
}
