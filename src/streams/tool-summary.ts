/** The name of a tool in words: `searchIssues` and `search_issues` become "Search issues". */
export function toToolTitle(toolName: string): string {
  const words = toolName
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

const SECRET_NAME =
  /password|passphrase|passwd|secret|token|credential|authorization|cookie|api[-_]?key|private[-_]?key/i;
const SECRET_TEXTS = [
  // Keys with a known beginning, JSON web tokens, and PEM files.
  /\b(?:lin_(?:api|oauth)|gh[pousr]|github_pat|sk|pk|rk|xox[abprs]|whsec)[-_][\w-]{8,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\bAKIA[0-9A-Z]{12,}|-----BEGIN [A-Z ]+-----[^-]*/g,
  /\b(?:bearer|basic)\s+[\w~+/.=-]{8,}/gi,
  // Name and password in a URL; what follows the name of a secret.
  /(?<=:\/\/)[^\s/@]+:[^\s/@]+(?=@)/g,
  /(?<=(?:password|passphrase|passwd|secret|token|signature|\bsig|key)["']?\s?[=:]\s?["']?)[^\s&"',;]+/gi,
];
const HIDDEN = "[hidden]";

/**
 * Any value on one short line, undefined for nothing: the fields of an object, what is inside them only counted. Fields
 * with the name of a secret and texts with the look of one are hidden; that is a net, not a wall.
 */
export function summarizeValue(value: unknown): string | undefined {
  const line = summarize(value);
  return line === "" ? undefined : clip(line);
}

function summarize(value: unknown): string {
  if (value instanceof Error) return toLine(value.message);
  if (Array.isArray(value) || typeof value !== "object" || value === null) return toWord(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null && field !== "");
  const [only, ...others] = fields;
  // The name of a sole field says no more than the tool's own.
  if (only && others.length === 0 && typeof only[1] === "string") return toField(only);
  const shown = fields.slice(0, MAX_FIELDS).map((field) => `${field[0]}: ${toField(field)}`);
  return [...shown, ...(fields.length > MAX_FIELDS ? ["…"] : [])].join(", ");
}

const toField = ([name, value]: [string, unknown]): string => (SECRET_NAME.test(name) ? HIDDEN : toWord(value));

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
  SECRET_TEXTS.reduce((line, secret) => line.replace(secret, HIDDEN), text.slice(0, MAX_LENGTH * 20))
    .replace(/\s+/g, " ")
    .trim();

const clip = (line: string): string =>
  line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, "")}…`;
