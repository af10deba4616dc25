/** What a line of Markdown stands in, once it has been read. */
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
  isBlank: boolean;
  /** The construct that goes on behind this line. */
  construct: Construct;
  /** Whether what follows belongs to it: it opens a fence, or heads a table. */
  isOpening: boolean;
}

const NONE: Construct = { kind: "none" };

/** The lines of a text, one at a time, with the fence or the table that each of them is in. */
export function* readLines(text: string): Generator<Line> {
  let construct = NONE;
  let previous = "";
  let start = 0;
  while (start <= text.length) {
    const end = endOfLine(text, start);
    const line = text.slice(start, end);
    const next = nextConstruct(construct, previous, line);
    const isHeader = next.kind === "none" && line.includes("|") && isDelimiterRow(lineAt(text, end + 1));
    const isOpening = isHeader || (next.kind !== "none" && next !== construct);
    yield { start, end, isBlank: line.trim() === "", construct: next, isOpening };
    construct = next;
    previous = line;
    start = end + 1;
  }
}

/** Whether `line` closes a fence that is open where it stands. */
export function closesFence(line: string, fence: Fence): boolean {
  const marker = /^[ \t>]*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return marker?.startsWith(fence.closing.replace(/^[> \t]+/, "")) ?? false;
}

/** The line of `text` that starts at `start`. */
export function lineAt(text: string, start: number): string {
  return text.slice(start, endOfLine(text, start));
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

function nextConstruct(construct: Construct, previous: string, line: string): Construct {
  if (construct.kind === "fence" && !leavesQuote(line, construct))
    return closesFence(line, construct) ? NONE : construct;
  const fence = readFence(line);
  if (fence !== undefined) return fence;
  if (construct.kind === "table" && line.includes("|")) return construct;
  const isTable = construct.kind !== "table" && previous.includes("|") && isDelimiterRow(line);
  return isTable ? { kind: "table", opening: `${previous}\n${line}` } : NONE;
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
