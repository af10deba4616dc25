import { findUnits } from "./inline-units.js";
import { type Line, readLines } from "./markdown-lines.js";
import { createSpanFinder } from "./open-spans.js";
import type { Range, Unit } from "./ranges.js";

/** What has to be written around a cut, so that both sides are whole. */
export interface Seam {
  sections: string;
  /** Of a fence or a table, and of a quote where the cut is in a line. */
  leaf: string;
  inline: string;
}

/** A place between two parts: the first ends at `end`, the second starts at `start`. */
export interface Cut {
  end: number;
  start: number;
  closing: Seam;
  opening: Seam;
  /** The indentation of the list item that goes on behind the cut. */
  indent: number;
  isInLine: boolean;
  /** Gives the list item that begins behind the cut its number. */
  renumber: (text: string) => string;
}

/** A text with what stands where in it. */
export interface BodyMap {
  text: string;
  lines: readonly Line[];
  /** What can be closed and opened again around a place, the outermost one first. */
  spansAt: (place: number) => readonly Unit[];
  /** How long the marks are that close the spans around a place, and those that open them again. */
  closings: Uint32Array;
  openings: Uint32Array;
  /** How many links, items and the like a cut at a place would fall into, with {@link SOLID} for what is torn by it. */
  damage: Uint32Array;
  start: Cut;
}

/** The damage of a cut into what cannot be closed and opened again. */
export const SOLID = 1_000;

export const EMPTY: Seam = { sections: "", leaf: "", inline: "" };

export function mapBody(text: string, maxLength: number): BodyMap {
  const { lines, items } = readLines(text);
  const units = findParagraphs(lines).flatMap(({ start, end }) => findUnits(text, start, end));
  const damage = createCounter(text.length);
  const closings = createCounter(text.length);
  const openings = createCounter(text.length);
  const fits = ({ start, end }: Range): boolean => end - start <= maxLength;

  // What is longer than a part has to be cut somewhere.
  for (const item of items) if (fits(item)) damage.add(item.start + 1, item.end, 1);
  for (const line of lines) {
    if (line.kind !== "code") damage.add(line.start + 1, line.textStart + 1, SOLID);
    if (line.kind === "row" || line.kind === "mark") damage.add(line.start + 1, line.end, SOLID);
    if (line.kind === "heading" && fits(line)) damage.add(line.start + 1, line.end, 1);
  }
  const spans: Unit[] = [];
  for (const unit of units) {
    const { start, end, marks } = unit;
    if (marks === undefined) {
      damage.add(start + 1, end, SOLID);
      continue;
    }
    spans.push(unit);
    closings.add(start + 1, end, marks.closing.length);
    openings.add(start + 1, end, marks.opening.length);
    damage.add(start + 1, marks.contentStart + 1, SOLID);
    damage.add(marks.contentEnd, end, SOLID);
    if (fits(unit)) damage.add(start + 1, end, 1);
  }
  const start: Cut = {
    end: 0,
    start: 0,
    closing: EMPTY,
    opening: EMPTY,
    indent: 0,
    isInLine: false,
    renumber: (part) => part,
  };
  return {
    text,
    lines,
    spansAt: createSpanFinder(spans),
    closings: closings.toSums(),
    openings: openings.toSums(),
    damage: damage.toSums(),
    start,
  };
}

/** The lines whose inline marks belong together. */
function findParagraphs(lines: readonly Line[]): Range[] {
  const paragraphs: Range[] = [];
  for (const { kind, textStart, end } of lines) {
    const last = paragraphs.at(-1);
    if (kind === "more" && last) last.end = end;
    else if (kind === "text" || kind === "heading" || kind === "row") paragraphs.push({ start: textStart, end });
  }
  return paragraphs;
}

interface Counter {
  /** Adds to the places from `start` up to, not with, `end`. */
  add(start: number, end: number, amount: number): void;
  toSums(): Uint32Array;
}

function createCounter(length: number): Counter {
  const steps = new Int32Array(length + 2);
  return {
    add: (start, end, amount) => {
      if (start >= end) return;
      steps[start] = (steps[start] ?? 0) + amount;
      const stop = Math.min(end, length + 1);
      steps[stop] = (steps[stop] ?? 0) - amount;
    },
    toSums: () => {
      const sums = new Uint32Array(length + 1);
      let sum = 0;
      for (let index = 0; index <= length; index += 1) {
        sum += steps[index] ?? 0;
        sums[index] = sum;
      }
      return sums;
    },
  };
}
