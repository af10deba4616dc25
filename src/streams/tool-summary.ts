import { HIDDEN, hideSecrets, isSecretField, looksRandom } from "./secrets.js";

/** The name of a tool in words: `searchIssues` and `search_issues` become "Search issues". */
export function toToolTitle(toolName: string): string {
  const words = toolName
    .slice(0, MAX_LENGTH)
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[\s_\-.:/]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[\p{Lu}\d]{2,}$/u.test(word) ? word : word.toLowerCase()))
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// A line in Linear's list of steps. The rest is in the logs of whoever runs the tool.
const MAX_LENGTH = 120;
const MAX_FIELDS = 6;
// Fields with nothing in them are passed over, but not for ever.
const MAX_LOOKED_AT = 100;

/**
 * Any value on one short line of plain text, undefined for nothing and for what cannot be read: the fields of an object,
 * what is inside them only counted. Fields with the name of a secret and texts with the look of one are hidden; that is
 * a net, not a wall.
 */
export function summarizeValue(value: unknown): string | undefined {
  const line = unlessItThrows(() => summarize(value), "");
  return line === "" ? undefined : clip(line);
}

type Field = readonly [name: string, value: unknown];

function summarize(value: unknown): string {
  if (value instanceof Error) return toLine(value.message);
  if (Array.isArray(value) || typeof value !== "object" || value === null) return toWord(value);
  const fields = firstFields(value);
  const [only, ...others] = fields;
  // The name of a sole field says no more than the tool's own.
  if (only && others.length === 0 && typeof only[1] === "string") return toField(only);
  const shown = fields.slice(0, MAX_FIELDS).map((field) => `${toLine(field[0])}: ${toField(field)}`);
  return [...shown, ...(fields.length > MAX_FIELDS ? ["…"] : [])].join(", ");
}

/** The fields with something in them: as many as are shown, and one more where there are more. */
function firstFields(value: object): Field[] {
  const fields: Field[] = [];
  for (const name of Object.keys(value).slice(0, MAX_LOOKED_AT)) {
    const field = unlessItThrows<unknown>(() => Reflect.get(value, name), "[unreadable]");
    if (field !== undefined && field !== null && field !== "") fields.push([name, field]);
    if (fields.length > MAX_FIELDS) break;
  }
  return fields;
}

function toField([name, value]: Field): string {
  if (isSecretField(name, value)) return HIDDEN;
  return /^key$/i.test(name) && typeof value === "string" && looksRandom(value) ? HIDDEN : toWord(value);
}

function toWord(value: unknown): string {
  switch (typeof value) {
    case "string":
      return toLine(value);
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "";
      return Array.isArray(value) ? `${value.length} ${value.length === 1 ? "item" : "items"}` : "{…}";
    default:
      return "";
  }
}

// Cuts a text before it is searched, for texts may be long; with room for a secret that begins within what is shown.
const toLine = (text: string): string =>
  hideSecrets(text.slice(0, MAX_LENGTH * 10))
    .replace(/\s+/g, " ")
    .trim();

const clip = (line: string): string =>
  line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** Getters and proxies run code of others, whose errors say nothing of the stream. */
function unlessItThrows<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
