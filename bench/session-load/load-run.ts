import { loadOf, type SessionLoad } from "../../test/stories/session-work.js";
import type { Contender } from "../contenders.js";

export const LOAD: SessionLoad = loadOf(200);

/** What became of all the sessions. */
export interface LoadResult {
  requests: number;
  /** Answers that Linear refused for its rate limit. */
  rateLimited: number;
  /** Sessions that are complete, with one response, which ends with the answer. */
  answered: number;
  /** Sessions that ended in an error. */
  failed: number;
  /** Sessions that are neither: to people, the bot still works, or waits. */
  left: number;
  /** Tool steps whose results are to be seen, in all sessions together. */
  results: number;
  /** Sessions in which the bot never showed anything. */
  unheard: number;
  /** From a session's beginning to the first sign of its agent, over the sessions that have one. */
  heardAfterMs: { median: number; max: number } | undefined;
  /** Until the last handler was done; undefined where the bot was stopped before that. */
  durationMs: number | undefined;
  /** CPU time of the bot's process, user and system, all threads; undefined where it was stopped. */
  cpuMs: number | undefined;
}

/**
 * "exact": as Linear is. "lenient": it overlooks what it refuses of a contender. "unlimited": and has no rate limit
 * that matters.
 */
export const linears = ["exact", "lenient", "unlimited"] as const;
export type LinearKind = (typeof linears)[number];

export interface LoadRun {
  contender: Contender;
  linear: LinearKind;
  result: LoadResult;
}
