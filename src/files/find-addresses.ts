import { findCodeByLines, type Range } from "../render/text/code-lines.js";

/** An http(s) address in a Markdown text. */
export interface FoundAddress {
  address: string;
  /** The text of its link, or the description of its picture. */
  label: string | undefined;
  isPicture: boolean;
}

// What is behind that is not looked at: whoever may comment chooses the text.
const MAX_LENGTH = 256_000;
const MAX_ADDRESSES = 500;
const MAX_LABEL_LENGTH = 500;

const ADDRESS = /https?:\/\/[^\s<>"`[\]]+/gi;
const DESTINATION = /\]\([ \t]*<?$/;

/**
 * The addresses of links, pictures and plain text, outside of code, in their order. Reads a text a few times from its start
 * to its end, so that one of any length and form is done in milliseconds; a tree of it might take seconds, or not be made.
 */
export function findAddresses(markdown: string): FoundAddress[] {
  const text = markdown.slice(0, MAX_LENGTH);
  if (!text.includes("://")) return [];
  const isCode = createLookUp(findCodeByLines(text));
  const found: FoundAddress[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    if (found.length === MAX_ADDRESSES) break;
    if (!isCode(match.index)) found.push(readAddress(text, match.index, match[0]));
  }
  return found;
}

/** Tells whether a place lies in one of the ranges. Places and ranges come in their order. */
function createLookUp(ranges: readonly Range[]): (place: number) => boolean {
  let next = 0;
  return (place) => {
    while ((ranges[next]?.end ?? Number.POSITIVE_INFINITY) <= place) next += 1;
    return (ranges[next]?.start ?? Number.POSITIVE_INFINITY) <= place;
  };
}

function readAddress(text: string, start: number, written: string): FoundAddress {
  const before = text.slice(Math.max(0, start - MAX_LABEL_LENGTH), start);
  const opening = DESTINATION.exec(before);
  if (opening === null) {
    return { address: decode(withoutPunctuation(untilClosed(written))), label: undefined, isPicture: false };
  }
  const address = before.endsWith("<") ? written : untilClosed(written);
  return { address: unescapeMarks(decode(address)), ...readLabel(before.slice(0, opening.index)) };
}

/** An address up to the parenthesis that it did not open itself. */
function untilClosed(written: string): string {
  let depth = 0;
  for (let index = 0; index < written.length; index += 1) {
    const character = written[index];
    if (character === "\\") index += 1;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    if (depth < 0) return written.slice(0, index);
  }
  return written;
}

// A pattern that looks for the marks before an end takes the square of their number.
function withoutPunctuation(address: string): string {
  let end = address.length;
  while (end > 0 && PUNCTUATION.has(address[end - 1] ?? "")) end -= 1;
  return address.slice(0, end);
}

const PUNCTUATION: ReadonlySet<string> = new Set(".,;:!?*_~'\\");

/** The label that ends where `before` ends. */
function readLabel(before: string): Pick<FoundAddress, "label" | "isPicture"> {
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index -= 1) {
    const character = before[index];
    if (isEscaped(before, index)) continue;
    if (character === "]") depth += 1;
    if (character !== "[") continue;
    if (depth > 0) {
      depth -= 1;
      continue;
    }
    const isPicture = before[index - 1] === "!" && !isEscaped(before, index - 1);
    return { label: unescapeMarks(before.slice(index + 1)).trim() || undefined, isPicture };
  }
  return { label: undefined, isPicture: false };
}

const isEscaped = (text: string, index: number): boolean => text[index - 1] === "\\" && text[index - 2] !== "\\";

const unescapeMarks = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");

const decode = (address: string): string => address.replaceAll("&amp;", "&");
