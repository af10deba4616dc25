import { createItems, type Items } from "./list-items.js";
import type { Range } from "./ranges.js";

/** What a line of Markdown stands in, so that it has to be closed and opened again around a cut. */
export type Construct = { kind: "none" } | Fence | Table;

interface Fence {
  kind: "fence";
  /** The line that opens it, with spaces for list markers, so that it opens no new item when repeated. */
  opening: string;
  closing: string;
}

interface Table {
  kind: "table";
  /** The header and the delimiter row. */
  opening: string;
}

export interface Line {
  start: number;
  /** Where its text ends: at its line end, or at the end of the whole. */
  end: number;
  /** Where its text begins, behind quote marks, list markers and the like. */
  textStart: number;
  isBlank: boolean;
  /** "text" has inline marks; it goes on in the next line where that is "more". */
  kind: "text" | "more" | "heading" | "code" | "row" | "mark";
  /** The quote marks that a rest of the line needs. */
  quote: string;
  /** What is open across the start of the line and goes on in it. */
  construct: Construct;
  /** The opening lines of the collapsible sections that it stands in. */
  sections: readonly string[];
  /** How far the innermost list item is indented that goes on in the line. */
  indent: number;
  /** The number that an ordered item has in its list, where it is written with another one. */
  number: number | undefined;
  /** Whether the line belongs to the one before: a part cannot begin with it. */
  isGlued: boolean;
}

const NONE: Construct = { kind: "none" };

/** The lines of a text with what each stands in, and its list items. */
export function readLines(text: string): { lines: Line[]; items: Range[] } {
  const items = createItems();
  const lines: Line[] = [];
  let construct = NONE;
  let sections: readonly string[] = [];
  let isGlued = false;
  let quoteDepth = 0;
  let previous: Line | undefined;

  for (let start = 0; start <= text.length; ) {
    const end = endOfLine(text, start);
    const raw = text.slice(start, end);
    const quote = QUOTE.exec(raw)?.[0] ?? "";
    const rest = raw.slice(quote.length);
    const base = {
      start,
      end,
      textStart: start,
      isBlank: raw.trim() === "",
      quote,
      sections,
      indent: 0,
      number: undefined,
    };
    let line: Line;

    if (construct.kind === "fence" && !leavesQuote(raw, construct)) {
      const isClosing = closesFence(raw, construct);
      const textStart = start + quote.length;
      line = { ...base, textStart, kind: "code", construct, indent: items.indent(), isGlued: isGlued || isClosing };
      isGlued = false;
      if (isClosing) construct = NONE;
    } else if (rest.trim() === "") {
      line = { ...base, kind: "mark", construct: NONE, isGlued: false };
      construct = NONE;
    } else {
      const depth = quote.replace(/[^>]/g, "").length;
      const isOpen = previous?.kind === "text" || previous?.kind === "more";
      const goesOn = isOpen && !startsBlock(rest.trimStart(), items.depth() > 0) && depth <= quoteDepth;
      if (depth !== quoteDepth && !goesOn) items.closeAll(start);
      quoteDepth = goesOn ? quoteDepth : depth;
      const isSetext = goesOn && /^\s*(?:=+|-+)\s*$/.test(rest);
      const place = goesOn
        ? { indent: items.indent(), number: undefined, text: quote.length + leading(rest), isCode: false }
        : readPlace(items, rest, start, quote.length);
      const content = raw.slice(place.text);
      const textStart = start + place.text;
      const row = construct.kind === "table" && raw.includes("|");
      const section = SECTION.exec(content);
      const common = { ...base, textStart, indent: place.indent, number: place.number, isGlued: isGlued || isSetext };

      isGlued = false;
      if (section !== null && (section[1] !== "" || sections.length > 0)) {
        const isClosing = section[1] === "";
        line = { ...common, kind: "mark", construct: NONE, isGlued: common.isGlued || isClosing };
        sections = isClosing ? sections.slice(0, -1) : [...sections, content];
        isGlued = !isClosing;
        construct = NONE;
      } else if (place.isCode) {
        line = { ...common, textStart: start, kind: "code", construct: NONE };
        construct = NONE;
      } else {
        const fence = goesOn ? undefined : readFence(raw);
        const isHeader = !row && content.includes("|") && isDelimiterRow(lineAt(text, end + 1));
        const isRule =
          !row &&
          previous !== undefined &&
          text.slice(previous.start, previous.end).includes("|") &&
          isDelimiterRow(raw);
        const kind = kindOf({
          goesOn,
          isSetext,
          isRow: row || isHeader || isRule,
          isFence: fence !== undefined,
          content,
        });
        line = { ...common, kind, construct: row ? construct : NONE };
        if (kind === "heading") line.textStart += /^#{1,6}[ \t]*/.exec(content)?.[0].length ?? 0;
        isGlued = fence !== undefined || isHeader || isRule;
        if (fence) construct = fence;
        else if (isRule && previous)
          construct = { kind: "table", opening: `${text.slice(previous.start, previous.end)}\n${raw}` };
        else if (!row) construct = NONE;
      }
    }
    lines.push(line);
    if (!line.isBlank || line.kind === "code") previous = line;
    else previous = undefined;
    start = end + 1;
  }
  return { lines, items: items.ranges(text.length) };
}

const QUOTE = /^(?: {0,3}> ?)+/;
// https://linear.app/docs/editor#collapsible-sections
const SECTION = /^\+\+\+[ \t]*(.*?)[ \t]*$/;

const leading = (text: string): number => /^[ \t]*/.exec(text)?.[0].length ?? 0;

function readPlace(
  items: Items,
  rest: string,
  start: number,
  quoteLength: number,
): { indent: number; number: number | undefined; text: number; isCode: boolean } {
  const { indent, number, consumed } = items.read(rest, start);
  const space = leading(rest.slice(consumed));
  const isCode = consumed === 0 && space >= items.indent() + 4;
  return { indent, number, text: quoteLength + consumed + space, isCode };
}

interface Signs {
  goesOn: boolean;
  isSetext: boolean;
  isRow: boolean;
  isFence: boolean;
  content: string;
}

function kindOf({ goesOn, isSetext, isRow, isFence, content }: Signs): Line["kind"] {
  if (isRow) return "row";
  if (isSetext || isFence || content === "") return "mark";
  if (goesOn) return "more";
  if (/^#{1,6}(?:[ \t]|$)/.test(content)) return "heading";
  return isBreak(content) || DEFINITION.test(content) ? "mark" : "text";
}

const isBreak = (content: string): boolean => /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(content);
const DEFINITION = /^\[[^\]]+\]:/;

/** Whether a line with this text begins something, also where it follows a paragraph. */
export function startsBlock(content: string, isInList: boolean): boolean {
  const first = content.slice(0, 80);
  if (/^(?:[-*+](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|`{3}|~{3}|\+{3})/.test(first) || isBreak(content)) return true;
  return isInList ? /^\d{1,9}[.)](?:[ \t]|$)/.test(first) : /^1[.)][ \t]/.test(first);
}

/** Whether `line` closes a fence that is open where it stands. */
function closesFence(line: string, fence: Fence): boolean {
  const marker = /^[ \t>]*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return marker?.startsWith(fence.closing.replace(/^[> \t]+/, "")) ?? false;
}

/** The line of `text` that starts at `start`. */
function lineAt(text: string, start: number): string {
  return text.slice(start, endOfLine(text, start));
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

// Reads cell by cell, as a pattern for the whole row would take quadratic time for a long line of spaces.
function isDelimiterRow(line: string): boolean {
  const row = line.replace(/^[\s>]*\|?/, "").trimEnd();
  return row
    .replace(/\|$/, "")
    .split("|")
    .every((cell) => /^:?-+:?$/.test(cell.trim()));
}

// The info string of a fence of backticks holds no backtick, or the line would be a code span.
function readFence(line: string): Fence | undefined {
  const match = /^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?![^`]*`)|~{3,})(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, prefix = "", marker = "", info = ""] = match;
  const indent = prefix.replace(/[^\s>]/g, " ");
  return { kind: "fence", opening: indent + marker + info, closing: indent + marker };
}

const leavesQuote = (line: string, fence: Fence): boolean => fence.opening.includes(">") && !/^[ \t]*>/.test(line);
