import { isJsonObject } from "../../util/json.js";
import type { ExternalUrl, SessionRecord } from "../records.js";
import { invalidInput } from "../request-error.js";

const STEP_STATUSES: readonly unknown[] = ["pending", "inProgress", "completed", "canceled"];
const STEP_KEYS = ["content", "status"];

/**
 * A plan: a bare array, whatever its type in the schema says; `null` removes it.
 * @throws {LinearRequestError} "Unrecognized key" and the like.
 */
export function readPlan(plan: unknown): SessionRecord["plan"] {
  if (plan === null) return undefined;
  if (!Array.isArray(plan)) throw refuse("plan must be an array");
  return plan.map((step: unknown, index) => {
    if (!isJsonObject(step)) throw refuse(`plan[${index}] must be an object`);
    const unknownKey = Object.keys(step).find((key) => !STEP_KEYS.includes(key));
    if (unknownKey !== undefined) throw refuse(`plan[${index}]: Unrecognized key: "${unknownKey}"`);
    const { content, status } = step;
    if (typeof content !== "string") throw refuse(`plan[${index}].content must be a string`);
    if (typeof status !== "string" || !STEP_STATUSES.includes(status)) throw refuse(`plan[${index}].status is unknown`);
    return { content, status };
  });
}

const MAX_SUMMARY_LENGTH = 255;

/**
 * A session's title by the rules of `@linear/sdk` 98; `null` removes it.
 * @throws {LinearRequestError} when it is blank, too long or has line breaks.
 */
export function readSummary(summary: string | null): SessionRecord["summary"] {
  if (summary === null) return undefined;
  if (summary.trim() === "" || summary.length > MAX_SUMMARY_LENGTH) {
    throw refuse(`summary must have 1 to ${MAX_SUMMARY_LENGTH} characters, one of them visible`);
  }
  if (/[\n\r\0]/.test(summary)) throw refuse("summary must not have line breaks or NUL bytes");
  return summary;
}

export interface ExternalUrlsInput {
  externalUrls?: readonly ExternalUrl[] | null;
  addedExternalUrls?: readonly ExternalUrl[] | null;
  removedExternalUrls?: readonly string[] | null;
}

/** The session's links after an update. `externalUrls` replaces them all, and then the other two do not count. */
export function readExternalUrls(current: readonly ExternalUrl[], input: ExternalUrlsInput): ExternalUrl[] {
  const removed = input.removedExternalUrls ?? [];
  const links = input.externalUrls ?? [
    ...current.filter(({ url }) => !removed.includes(url)),
    ...(input.addedExternalUrls ?? []),
  ];
  if (new Set(links.map(({ url }) => url)).size < links.length) throw refuse("externalUrls must have unique URLs");
  return links.map(({ label, url }) => ({ label, url }));
}

const refuse = (reason: string): Error => invalidInput(`Argument Validation Error - ${reason}`);
