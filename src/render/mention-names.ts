import { lazyPattern } from "./lazy-pattern.js";

/** Names as {@link holdsName} compares them: without `@`, in lower case, composed, with single spaces. */
export function normalizeNames(names: readonly string[]): string[] {
  return names.map((name) => normalizeText(name).trim().replace(/^@/, "").trim()).filter((name) => name !== "");
}

/**
 * Whether a plain text holds `@name` for one of these normalized names.
 *
 * A name must stand alone: `@helper2`, `@helper-dev`, `@helper.com` and `@helper/core` are other names, and
 * `jane@helper.com` and `example.com/@helper` are addresses. `@helper's`, `@helper,` and `@helper.` are mentions.
 */
export function holdsName(text: string, names: readonly string[]): boolean {
  const normalized = normalizeText(text);
  return names.some((name) => holdsOne(normalized, `@${name}`));
}

/**
 * Whether a Markdown text may hold one of these normalized names. Errs towards yes: it looks only for the letters and
 * digits that a name starts with, which Markdown can spell in no other way.
 */
export function mayHoldName(markdown: string, names: readonly string[]): boolean {
  if (!markdown.includes("@")) return false;
  const lowered = markdown.toLowerCase();
  return names.some((name) => lowered.includes(`@${/^[a-z0-9]*/.exec(name)?.[0] ?? ""}`));
}

export function normalizeText(text: string): string {
  const composed = BEYOND_LATIN_1.test(text) ? toStreamSafe(text).normalize("NFC") : text;
  return composed.toLowerCase().replace(/\s+/g, " ");
}

// Latin-1 is composed already.
const BEYOND_LATIN_1 = /[^\0-\xFF]/;

/**
 * Breaks a row of combining marks with a joiner after 30, which is Unicode's stream-safe format: composing takes the
 * square of the time for such a row, 20 s for 100,000. https://unicode.org/reports/tr15/#Stream_Safe_Text_Format
 */
const toStreamSafe = (text: string): string => text.replace(markRow(), "$&\u034F");

const markRow = lazyPattern(() => /\p{M}{30}(?=\p{M})/gu);

function holdsOne(text: string, mention: string): boolean {
  for (let start = text.indexOf(mention); start !== -1; start = text.indexOf(mention, start + 1)) {
    const end = start + mention.length;
    const before = text.slice(Math.max(0, start - 2), start);
    if (!joinedBefore().test(before) && !joinedBehind().test(text.slice(end, end + 4))) return true;
  }
  return false;
}

// Scripts that put no space between a name and what follows it.
const UNSPACED = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"];
const WORD = `(?![${UNSPACED.map((script) => String.raw`\p{Script=${script}}`).join("")}])[\\p{L}\\p{M}\\p{N}]`;

// Compiling these takes milliseconds, so it is done once, and names are compared without patterns.
const joinedBefore = lazyPattern(() => new RegExp(`(?:${WORD}|[@/+%&=#_-])$`, "u"));
const joinedBehind = lazyPattern(() => new RegExp(`^(?:${WORD}|_|[-.+@/](?:${WORD}|_))`, "u"));
