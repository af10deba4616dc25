import type { FixturePayload } from "../fixtures/fixture.js";
import { withField } from "./payload-edits.js";

/** A payload in which one field holds what Linear would never send there. */
export interface OddPayload {
  /** Dotted, as `guidance.0.body`. */
  path: string;
  value: unknown;
  payload: FixturePayload;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

// Numbers, truths, lists and objects where they do not belong, and one whose methods are none.
const ALWAYS: readonly unknown[] = [7, -1.5, true, [null], [["x"]]];
const BROKEN = { toString: 1, valueOf: 1 };

function oddValuesFor(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return [7, true, "text", {}, BROKEN, [null], ["text"], [7, null]];
  if (isObject(value)) return [...ALWAYS, "text", []];
  if (typeof value === "boolean") return [7, "yes", {}, BROKEN, [null]];
  if (typeof value === "string") return [...ALWAYS, {}, BROKEN, { type: "doc" }];
  return ALWAYS;
}

/** Every payload in which one field of `payload`, at any depth, is odd, but for those at `spared`. */
export function oddPayloads(payload: FixturePayload, spared: readonly string[]): OddPayload[] {
  return fieldsOf(payload)
    .filter(({ path }) => !spared.includes(path))
    .flatMap(({ path, value }) =>
      oddValuesFor(value).map((odd) => ({ path, value: odd, payload: withField(payload, path, odd) })),
    );
}

function fieldsOf(value: Json, prefix = ""): { path: string; value: unknown }[] {
  return Object.entries(value).flatMap(([key, child]) => [
    { path: `${prefix}${key}`, value: child },
    ...(isObject(child) ? fieldsOf(child, `${prefix}${key}.`) : []),
  ]);
}
