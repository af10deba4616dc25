import { type BodyMap, type Cut, EMPTY, type Seam } from "./body-map.js";
import { graphemeStart } from "./graphemes.js";
import { lazyPattern } from "./lazy-pattern.js";
import { type Line, startsBlock } from "./markdown-lines.js";

/** The borders that a cut may be at, the best one first. */
type Border = "paragraph" | "line" | "word";

/** Where the part that begins at `from` ends; undefined when the rest of the text fits into it. */
export function findCut(map: BodyMap, from: Cut, maxLength: number): Cut | undefined {
  const room = maxLength - lengthOf(from.opening);
  if (map.text.length - from.start <= room) return undefined;
  const limits = { from: from.start, room, maxLength, least: from.start + room / 4 };
  const best = createChoice(limits.least);
  let filledEnd = from.start;
  for (let index = findLine(map.lines, from.start); index < map.lines.length; index += 1) {
    const line = map.lines[index];
    if (line === undefined) break;
    const isCode = line.construct.kind === "fence";
    if (line.start > from.start && !line.isGlued && (!line.isBlank || isCode)) {
      const border = !isCode && map.lines[index - 1]?.isBlank ? "paragraph" : "line";
      const end = isCode ? line.start - 1 : filledEnd;
      best.offer(toLineCut(map, line, end, limits), end, border, map.damage[line.start] ?? 0);
    }
    if (line.start - from.start > room) break;
    if (!line.isBlank) {
      if (!isFollowedByBorder(map, index, from.start + room)) offerWords(map, line, limits, best);
      filledEnd = line.end;
    }
  }
  return best.found(0) ?? chooseCharacter(map, limits, best);
}

/** Whether the part can end at a line behind this one, which is better than in it. */
function isFollowedByBorder({ lines, damage }: BodyMap, index: number, limit: number): boolean {
  const next = lines[index + 1];
  return next !== undefined && next.end + CLOSINGS < limit && !next.isGlued && damage[next.start] === 0;
}

/** More than what closes around a cut takes nearly always. */
const CLOSINGS = 100;

/** The index of the line that holds a place. */
function findLine(lines: readonly Line[], at: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.end ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Limits {
  from: number;
  /** How long the part's own text may be, with all that closes it. */
  room: number;
  maxLength: number;
  /** Where a part is a quarter full. */
  least: number;
}

/** A cut that fits, made when it is chosen; undefined where none fits there. */
type Lazy = (() => Cut) | undefined;

interface Choice {
  offer(cut: Lazy, end: number, border: Border, damage: number): void;
  /** The best cut with at most that damage. */
  found(damage: number): Cut | undefined;
}

function createChoice(least: number): Choice {
  let best: { cut: () => Cut; rank: number; damage: number } | undefined;
  return {
    offer: (cut, end, border, damage) => {
      if (cut === undefined) return;
      const rank = end >= least ? RANKS[border] : LOW_RANKS[border];
      // Later places are offered later, and fill the part better.
      if (best === undefined || damage < best.damage || (damage === best.damage && rank >= best.rank))
        best = { cut, rank, damage };
    },
    found: (damage) => (best !== undefined && best.damage <= damage ? best.cut() : undefined),
  };
}

const RANKS: Readonly<Record<Border, number>> = { paragraph: 5, line: 4, word: 3 };
const LOW_RANKS: Readonly<Record<Border, number>> = { paragraph: 2, line: 2, word: 1 };

const lengthOf = ({ sections, leaf, inline }: Seam): number => sections.length + leaf.length + inline.length;

function toLineCut(map: BodyMap, line: Line, end: number, limits: Limits): Lazy {
  const { construct } = line;
  const leaf =
    construct.kind === "none"
      ? { closing: "", opening: "" }
      : { closing: construct.kind === "fence" ? `\n${construct.closing}` : "", opening: `${construct.opening}\n` };
  const { number } = line;
  const renumber = (part: string): string =>
    number === undefined ? part : part.replace(/^([ \t>]*)\d+/, (_, before: string) => `${before}${number}`);
  const make = (): Cut => ({
    ...withSeams(map, line, leaf, line.start),
    end,
    start: line.start,
    isInLine: false,
    renumber,
  });
  return sew(make, measureSeams(map, line, leaf, line.start), end, limits);
}

/** What closes a fence or a table, and opens it again. */
interface Leaf {
  closing: string;
  opening: string;
}

const SECTION_END = "\n+++";

function withSeams(
  { spansAt }: BodyMap,
  line: Line,
  leaf: Leaf,
  at: number,
): Pick<Cut, "closing" | "opening" | "indent"> {
  const marks = spansAt(at).flatMap((span) => (span.marks ? [span.marks] : []));
  return {
    closing: {
      sections: SECTION_END.repeat(line.sections.length),
      leaf: leaf.closing,
      inline: marks
        .map(({ closing }) => closing)
        .reverse()
        .join(""),
    },
    opening: {
      sections: line.sections.map((section) => `${section}\n`).join(""),
      leaf: leaf.opening,
      inline: marks.map(({ opening }) => opening).join(""),
    },
    indent: line.indent,
  };
}

/** How long the seams of a cut are. It is asked for far more places than are cut. */
function measureSeams(
  { closings, openings }: BodyMap,
  { sections }: Line,
  leaf: Leaf,
  at: number,
): { closing: number; opening: number } {
  return {
    closing: sections.length * SECTION_END.length + leaf.closing.length + (closings[at] ?? 0),
    opening: sections.reduce((sum, { length }) => sum + length + 1, leaf.opening.length + (openings[at] ?? 0)),
  };
}

/** The cut if what ends with it fits. Seams may fill half a part; a cut with longer ones goes without. */
function sew(
  make: () => Cut,
  { closing, opening }: ReturnType<typeof measureSeams>,
  end: number,
  { from, room, maxLength }: Limits,
): Lazy {
  if (end <= from || end - from > room) return undefined;
  if (closing + opening > maxLength / 2) return () => ({ ...make(), closing: EMPTY, opening: EMPTY });
  return end - from + closing <= room ? make : undefined;
}

/** A cut in a line. The rest of a quoted line is quoted as well. */
function toInnerCut(map: BodyMap, line: Line, end: number, start: number, limits: Limits): Lazy {
  const { construct, quote } = line;
  const fence = construct.kind === "fence" ? construct : undefined;
  const leaf = {
    closing: fence ? `\n${fence.closing}` : "",
    opening: (fence ? `${fence.opening}\n` : "") + (start > line.textStart ? quote : ""),
  };
  const make = (): Cut => ({
    ...withSeams(map, line, leaf, end),
    end,
    start,
    isInLine: true,
    renumber: (part) => part,
  });
  return sew(make, measureSeams(map, line, leaf, end), end, limits);
}

function offerWords(map: BodyMap, line: Line, limits: Limits, best: Choice): void {
  const { text, damage } = map;
  const start = Math.max(line.textStart, limits.from);
  const end = Math.min(line.end, limits.from + limits.room + 1);
  const pattern = breaks();
  pattern.lastIndex = start;
  for (let found = pattern.exec(text); found !== null && found.index < end; found = pattern.exec(text)) {
    const at = found.index;
    const behind = at + found[0].length;
    // A pattern that is put between the two units of a character goes back to its start.
    if (behind === at) pattern.lastIndex += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    if (at <= start || behind >= line.end) continue;
    const harm = Math.max(damage[at] ?? 0, damage[behind] ?? 0);
    if (line.kind !== "code" && !isSafe(text, line, limits.from, at, behind)) continue;
    best.offer(toInnerCut(map, line, at, behind, limits), at, "word", harm);
  }
}

/** White space, and the places behind the punctuation of scripts that have none. */
const breaks = (): RegExp => new RegExp(BREAK.source, BREAK.flags);
const BREAK =
  /[ \t]+|(?<=[\u3001\u3002\uFF01\uFF0C\uFF1A\uFF1B\uFF1F])(?![\u3001-\u301F\uFF01-\uFF0F\uFF1A-\uFF1F\s]|$)/gmu;

/** Whether neither side of a cut becomes something else: text that begins like a list, or a line below a heading. */
function isSafe(text: string, line: Line, from: number, end: number, start: number): boolean {
  if (startsBlock(text.slice(start, Math.min(line.end, start + 80)), true)) return false;
  if (joinsBefore().test(text.slice(start, start + 2))) return false;
  const head = text.slice(Math.max(line.textStart, from), end);
  return head.length > 80 || !/^[ \t]*(?:=+|-+|[-*+]|\d{1,9}[.)])?[ \t]*$/.test(head);
}

const joinsBefore = lazyPattern(() => /^(?:\p{M}|\u200D)/u);

/** The last place between two characters with the least damage; one that is a quarter behind the start, where there is. */
function chooseCharacter(map: BodyMap, limits: Limits, best: Choice): Cut | undefined {
  const { text, damage, lines } = map;
  const { from, least } = limits;
  let found: { cut: () => Cut; end: number; harm: number } | undefined;
  for (let at = Math.min(from + limits.room, text.length - 1); at > from; at -= 1) {
    const harm = damage[at] ?? 0;
    if (found !== undefined && (found.harm === 0 || at < least)) break;
    if (found !== undefined && harm >= found.harm) continue;
    const place = graphemeStart(text, from, at);
    const line = lines[findLine(lines, at)];
    if (place !== at || line === undefined || at >= line.end || at <= line.start) {
      at = Math.min(at, place + 1);
      continue;
    }
    const cut = toInnerCut(map, line, at, at, limits);
    if (cut !== undefined) found = { cut, end: at, harm };
  }
  const harmless = found !== undefined && found.end >= least ? found.harm : Number.POSITIVE_INFINITY;
  return best.found(harmless) ?? found?.cut() ?? tear(map, limits);
}

/** Cuts a character that is longer than a part, and no pair of units. */
function tear({ text, start }: BodyMap, { from, room }: Limits): Cut {
  const end = from + Math.max(room, 2);
  const isInPair = /[\uDC00-\uDFFF]/.test(text.charAt(end)) && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  const at = isInPair ? end - 1 : end;
  return { ...start, end: at, start: at };
}
