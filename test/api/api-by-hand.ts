import { createLinearApi } from "../../src/api/linear-api.js";
import type { LinearApi } from "../../src/api/operation.js";
import { createAccessTokenSource } from "../../src/credentials/access-token.js";
import type { Clock } from "../../src/util/clock.js";
import type { Secret } from "../../src/util/secret.js";
import { createMemoryLogger, type MemoryLogger } from "../support/memory-logger.js";

export const NOW: Date = new Date("2026-09-01T12:00:00.000Z");

/** A clock on which pauses take no time. */
export interface PatientClock extends Clock {
  /** The pauses so far, in ms. */
  readonly pauses: readonly number[];
  /** Lets the answers that are waited for be overdue. */
  expire(): void;
}

// A pause ends by itself. What has a signal is a time limit, or the rest between two edits: that ends with the signal.
export function createPatientClock(): PatientClock {
  const pauses: number[] = [];
  let overdue: (() => void)[] = [];
  const untilExpired = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      overdue.push(resolve);
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  return {
    pauses,
    now: () => NOW,
    sleep: (ms, signal) => {
      if (signal !== undefined) return untilExpired(signal);
      pauses.push(ms);
      return Promise.resolve();
    },
    after: (_ms, work) => {
      overdue.push(work);
      return () => {
        overdue = overdue.filter((due) => due !== work);
      };
    },
    expire: () => {
      const due = overdue;
      overdue = [];
      for (const resolve of due) resolve();
    },
  };
}

export interface ApiByHand {
  api: LinearApi;
  clock: PatientClock;
  logger: MemoryLogger;
}

/** The API of the package, at `url`, without jitter. */
export function createApi(url: string, accessToken: Secret): ApiByHand {
  const clock = createPatientClock();
  const logger = createMemoryLogger();
  const api = createLinearApi({
    endpoint: new URL(url),
    credentials: createAccessTokenSource({ kind: "access-token", accessToken }),
    currentOrganization: () => undefined,
    fetch: globalThis.fetch,
    clock,
    random: () => 0.5,
    logger,
    diagnose: () => {},
  });
  return { api, clock, logger };
}
