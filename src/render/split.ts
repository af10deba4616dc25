import { type Construct, closesFence, type Line, lineAt, readLines } from "./markdown-lines.js";

/**
 * Splits a Markdown text into parts of at most `maxLength` UTF-16 units, none of them blank: between paragraphs where
 * that leaves a part at least a quarter full, else between lines, words, characters. A code fence that is cut is closed
 * and opened again, a table that is cut between rows repeats its header. Apart from those, and from white space at the
 * cuts, the parts hold the text.
 *
 * @throws {RangeError} when `maxLength` is under 2: a character may take two units.
 */
export function splitBody(body: string, maxLength: number): string[] {
  if (!(maxLength >= 2)) throw new RangeError(`The parts of a text cannot be at most ${maxLength} units long`);
  const parts: string[] = [];
  let rest = body.replace(BLANK_LINES, "");
  while (rest.length > maxLength) {
    const { head, tail } = applyCut(rest, findCut(rest, maxLength));
    parts.push(head);
    rest = tail;
  }
  return [...parts, rest].filter((part) => part.trim() !== "");
}

// Linear documents no limit for a body; clients that run in production stay below this many characters.
const MAX_BODY_LENGTH = 10_000;

/** The parts of a body that is longer than a comment or an activity should be. */
export const splitForLinear = (body: string): string[] => splitBody(body, MAX_BODY_LENGTH);

/** A place between two parts: the first ends at `end`, the second starts at `start`, and `construct` goes on. */
interface Cut {
  end: number;
  start: number;
  construct: Construct;
}

const NONE: Construct = { kind: "none" };
const BLANK_LINES = /^(?:[ \t\r]*\n)+/;

function findCut(text: string, maxLength: number): Cut {
  let betweenParagraphs: Cut | undefined;
  let betweenLines: Cut | undefined;
  let before = NONE;
  for (const line of readLines(text)) {
    const construct = repeatable(line.construct, maxLength);
    if (line.end > maxLength) {
      const least = maxLength / 4;
      const inLine = cutLine(text, line, before.kind === "fence" ? before : NONE, maxLength);
      const preferred = [betweenParagraphs, betweenLines, inLine.betweenWords].filter((cut) => cut !== undefined);
      return preferred.find((cut) => cut.end >= least) ?? betweenLines ?? inLine.betweenWords ?? inLine.anywhere;
    }
    if (!line.isOpening && line.end + closingLength(construct) <= maxLength) {
      betweenLines = { end: line.end, start: line.end + 1, construct };
      if (line.isBlank && construct.kind !== "fence") betweenParagraphs = betweenLines;
    }
    before = construct;
  }
  // A text that fits ends here: in a longer one, the last line ends behind the limit.
  return { end: text.length, start: text.length, construct: NONE };
}

// An opening that must be repeated may fill half a part; a longer one is cut like any text.
function repeatable(construct: Construct, maxLength: number): Construct {
  if (construct.kind === "none") return construct;
  const repeated = construct.opening.length + 1 + closingLength(construct);
  return repeated <= maxLength / 2 ? construct : NONE;
}

const closingLength = (construct: Construct): number => (construct.kind === "fence" ? construct.closing.length + 1 : 0);

function cutLine(
  text: string,
  line: Line,
  construct: Construct,
  maxLength: number,
): { betweenWords: Cut | undefined; anywhere: Cut } {
  const limit = maxLength - closingLength(construct);
  const space = lastSpace(text, line.start, limit);
  const inPair = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(limit));
  const end = inPair ? limit - 1 : limit;
  return {
    betweenWords: space === undefined ? undefined : { end: space, start: space + 1, construct },
    anywhere: { end, start: end, construct },
  };
}

/** The last white space at or before `limit` that has a word before it in its line. */
function lastSpace(text: string, lineStart: number, limit: number): number | undefined {
  const found = /^([ \t]*\S.*)[ \t]/s.exec(text.slice(lineStart, limit + 1))?.[1];
  return found === undefined ? undefined : lineStart + found.length;
}

function applyCut(text: string, { end, start, construct }: Cut): { head: string; tail: string } {
  const nextLine = lineAt(text, start);
  const following = text.slice(start).replace(BLANK_LINES, "");
  switch (construct.kind) {
    case "none":
      return { head: text.slice(0, end).trimEnd(), tail: following };
    case "table":
      return { head: text.slice(0, end), tail: nextLine.includes("|") ? repeat(construct, text, start) : following };
    case "fence": {
      const isDone = closesFence(nextLine, construct);
      const behindClosing = text.slice(start + nextLine.length + 1).replace(BLANK_LINES, "");
      return {
        head: `${text.slice(0, end)}\n${construct.closing}`,
        tail: isDone ? behindClosing : repeat(construct, text, start),
      };
    }
  }
}

const repeat = (construct: { opening: string }, text: string, start: number): string =>
  `${construct.opening}\n${text.slice(start)}`;
