import type { ModelEvent } from "./model-event.js";

/** A text, unless it is none or empty. */
export function toText(text: unknown): ModelEvent[] {
  return typeof text === "string" && text !== "" ? [{ kind: "text", text }] : [];
}

/** The JSON in a text; the text itself where it is no object or list of JSON, and any other value as it is. */
export function parseJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Looks up a name in a table. Names of tools and parts come from outside: one that every object has is not ours. */
export function ownValue<Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined {
  return typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A string with something in it. */
export const filledString = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** An id, or a name that has to be there; empty where there is none. */
export const toId = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
