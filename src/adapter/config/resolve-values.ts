import { LinearAdapterError } from "../../errors.js";
import type { ActivityLevel } from "../../sessions/speech/activity-level.js";
import type { LinearIssueEnd } from "../../sessions/turns/stop-turn.js";
import { isByteLimit } from "../../util/body-limit.js";

/** A number of milliseconds. */
export function resolveDuration(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (Number.isFinite(value) && value >= 0) return value;
  throw invalid(option, "must be a number of milliseconds, 0 or more");
}

/** A number of milliseconds of at most `max`; `false` for never. */
export function resolvePause(
  option: string,
  value: number | false | undefined,
  { fallback, max }: { fallback: number; max: number },
): number | false {
  if (value === false) return false;
  const pause = resolveDuration(option, value, fallback);
  if (pause <= max) return pause;
  throw invalid(option, `must be at most ${max.toLocaleString("en-US")} ms, before Linear's own limit, or false`);
}

/** A number of things, 0 or more; `false` for any number. */
export function resolveCount(option: string, value: number | false | undefined, fallback: number): number | false {
  if (value === undefined) return fallback;
  if (value === false || (Number.isInteger(value) && value >= 0)) return value;
  throw invalid(option, "must be a whole number, 0 or more, or false");
}

/** A number of bytes, as a limit. */
export function resolveBytes(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (isByteLimit(value)) return value;
  throw invalid(option, "must be a whole number of bytes above 0");
}

/** A text that is not blank. */
export function resolveText(option: string, value: string | undefined, fallback: string): string {
  if (value === undefined) return fallback;
  if (value.trim() !== "") return value;
  throw invalid(option, "must not be blank");
}

export function resolveLevel(level: ActivityLevel | undefined): ActivityLevel {
  switch (level) {
    case undefined:
      return "normal";
    case "all":
    case "normal":
    case "quiet":
      return level;
    default:
      throw invalid("activityLevel", 'can be "all", "normal" or "quiet"');
  }
}

const ISSUE_ENDS: readonly LinearIssueEnd[] = ["completion", "cancelation", "unassignment"];

export function resolveIssueEnds(ends: readonly LinearIssueEnd[] | undefined): readonly LinearIssueEnd[] {
  if (ends === undefined) return [];
  if (Array.isArray(ends) && ends.every((end) => ISSUE_ENDS.includes(end))) return ends;
  throw invalid("stopSessionsOn", 'must be a list of "completion", "cancelation" and "unassignment"');
}

export const invalid = (option: string, demand: string): LinearAdapterError =>
  new LinearAdapterError("CONFIG_INVALID", `${option} ${demand}`, { option });
