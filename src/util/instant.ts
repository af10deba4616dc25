// The range of `Date`. https://tc39.es/ecma262/#sec-time-values-and-time-range
const MAX_TIME_MS = 8.64e15;

/** The time `ms` milliseconds after 1970; what no `Date` can tell, such as a "never" of other programs, is its limit. */
export function toInstant(ms: number): Date {
  return new Date(Math.min(Math.max(ms, -MAX_TIME_MS), MAX_TIME_MS));
}
