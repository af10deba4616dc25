import { type Delimiter, pairDelimiters } from "./emphasis-pairs.js";
import { lazyPattern } from "./lazy-pattern.js";
import type { Unit } from "./ranges.js";

/** The links, code, emphasis, images, addresses, tags, mentions and escapes of a paragraph, in one pass. */
export function findUnits(text: string, start: number, end: number): Unit[] {
  const paragraph = text.slice(start, end);
  const units = scan(paragraph);
  return units.map(({ start: from, end: to, marks }) => ({
    start: from + start,
    end: to + start,
    marks: marks && { ...marks, contentStart: marks.contentStart + start, contentEnd: marks.contentEnd + start },
  }));
}

const special = lazyPattern(
  () =>
    /\\[!-/:-@[-`{-~]|`+|<|!?\[|\]|\*+|_+|~+|&#?\w{1,31};|:[a-z0-9_+-]{1,40}:|(?:https?:\/\/|www\.)[^\s<>*`[\]]+|@[\p{L}\p{N}_][\p{L}\p{N}_.-]*/giu,
);

const TAG =
  /<(?:(user|issue|project|document|team|initiative|cycle|milestone|label)\s[^<>]*>[^<>\n]*<\/\1>|[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>|@[^\s<>]+>|[^\s<>@]+@[^\s<>@]+>|\/?[a-z][^<>]*>|!--[^<>]*-->)/iy;

function scan(text: string): Unit[] {
  const units: Unit[] = [];
  const delimiters: Delimiter[] = [];
  const brackets: { start: number; contentStart: number; isImage: boolean; delimiters: number }[] = [];
  const findClosing = createClosingFinder(text);
  const pattern = new RegExp(special().source, special().flags);
  const atom = (from: number, to: number): void => {
    units.push({ start: from, end: to, marks: undefined });
    pattern.lastIndex = to;
  };

  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [found] = match;
    const { index } = match;
    const behind = index + found.length;
    switch (found.charAt(0)) {
      case "`": {
        const closing = findClosing(index, found.length);
        if (closing === undefined) break;
        const marks = { opening: found, closing: found, contentStart: behind, contentEnd: closing };
        units.push({ start: index, end: closing + found.length, marks });
        pattern.lastIndex = closing + found.length;
        break;
      }
      case "<": {
        TAG.lastIndex = index;
        const tag = TAG.exec(text)?.[0];
        if (tag !== undefined) atom(index, index + tag.length);
        break;
      }
      case "!":
      case "[":
        brackets.push({
          start: index,
          contentStart: behind,
          isImage: found.startsWith("!"),
          delimiters: delimiters.length,
        });
        break;
      case "]": {
        const opened = brackets.pop();
        const target = opened && endOfTarget(text, behind);
        if (opened === undefined || target === undefined) break;
        units.push(...pairDelimiters(delimiters.splice(opened.delimiters)));
        const closing = text.slice(index, target);
        const marks = { opening: "[", closing, contentStart: opened.contentStart, contentEnd: index };
        units.push({ start: opened.start, end: target, marks: opened.isImage ? undefined : marks });
        pattern.lastIndex = target;
        break;
      }
      case "*":
      case "_":
      case "~":
        delimiters.push(toDelimiter(text, index, found));
        break;
      default:
        atom(index, behind);
    }
  }
  return [...units, ...pairDelimiters(delimiters)];
}

/** A code span ends at the next row of as many backticks. Each row is looked at once for all spans. */
function createClosingFinder(text: string): (start: number, length: number) => number | undefined {
  let rows: Map<number, number[]> | undefined;
  return (start, length) => {
    if (rows === undefined) {
      rows = new Map();
      for (const row of text.matchAll(/`+/g)) {
        const known = rows.get(row[0].length);
        if (known) known.push(row.index);
        else rows.set(row[0].length, [row.index]);
      }
      for (const known of rows.values()) known.reverse();
    }
    const known = rows.get(length) ?? [];
    while ((known.at(-1) ?? Number.POSITIVE_INFINITY) <= start) known.pop();
    return known.at(-1);
  };
}

const TITLE = /[ \t\n]+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))/y;
const REFERENCE = /\[[^[\]]{0,999}\]/y;
const MAX_PARENTHESES = 32;

/** Where a link ends whose text ends before `start`; undefined where no address follows. */
function endOfTarget(text: string, start: number): number | undefined {
  if (text.charAt(start) === "[") {
    REFERENCE.lastIndex = start;
    return REFERENCE.test(text) ? REFERENCE.lastIndex : undefined;
  }
  if (text.charAt(start) !== "(") return undefined;
  let end = endOfAddress(text, skipSpace(text, start + 1));
  TITLE.lastIndex = end;
  if (TITLE.test(text)) end = TITLE.lastIndex;
  end = skipSpace(text, end);
  return text.charAt(end) === ")" ? end + 1 : undefined;
}

function skipSpace(text: string, start: number): number {
  let end = start;
  while (/[ \t\n]/.test(text.charAt(end))) end += 1;
  return end;
}

function endOfAddress(text: string, start: number): number {
  if (text.charAt(start) === "<") {
    const close = /<[^<>\n]*>/y;
    close.lastIndex = start;
    return close.test(text) ? close.lastIndex : start;
  }
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (character === "\\") end += 1;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    if (depth < 0 || depth > MAX_PARENTHESES || /\s/.test(character)) return end;
  }
  return text.length;
}

const punctuation = lazyPattern(() => /[\p{P}\p{S}]/u);

/** https://spec.commonmark.org/0.31.2/#delimiter-run */
function toDelimiter(text: string, start: number, run: string): Delimiter {
  const before = kindOf(text.charAt(start - 1));
  const after = kindOf(text.charAt(start + run.length));
  const opens = after === "letter" || (after === "mark" && before !== "letter");
  const closes = before === "letter" || (before === "mark" && after !== "letter");
  const isStrict = run.startsWith("_");
  return {
    character: run.charAt(0),
    start,
    end: start + run.length,
    length: run.length,
    canOpen: opens && (!isStrict || !closes || before === "mark"),
    canClose: closes && (!isStrict || !opens || after === "mark"),
  };
}

function kindOf(character: string): "space" | "mark" | "letter" {
  if (character === "" || /\s/.test(character)) return "space";
  return punctuation().test(character) ? "mark" : "letter";
}
