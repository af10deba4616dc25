import { isJsonObject } from "../util/json.js";

// The limit is enough to recognise a producer by; types may be made up anew with each part.
const MAX_TYPES = 10;

/** The types of the parts that nobody has understood, for an error. */
export interface PartTypes {
  add(part: unknown): void;
  list(): readonly string[];
}

export function createPartTypes(): PartTypes {
  const seen = new Set<string>();

  return {
    add(part) {
      if (seen.size < MAX_TYPES) seen.add(typeOf(part));
    },
    list: () => [...seen],
  };
}

/** What a part calls itself; the names of its fields where it has no name. Never a value: that may be message text. */
function typeOf(part: unknown): string {
  if (Array.isArray(part)) return `a list of ${part.length}`;
  if (!isJsonObject(part)) return part === null ? "null" : typeof part;
  const name = [part.type, part.event, part.object].find(isName);
  if (name !== undefined) return name;
  const fields = Object.keys(part).filter(isName).slice(0, 5);
  return fields.length === 0 ? "an object without a type" : `an object with ${fields.join(", ")}`;
}

const isName = (value: unknown): value is string => typeof value === "string" && /^[\w.:/-]{1,60}$/.test(value);
