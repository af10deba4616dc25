import type { Unit } from "./ranges.js";

/** A row of `*`, `_` or `~`. */
export interface Delimiter {
  character: string;
  /** The part that no emphasis has used. */
  start: number;
  end: number;
  /** As it was written. */
  length: number;
  canOpen: boolean;
  canClose: boolean;
}

/** The emphasized texts between rows of marks. https://spec.commonmark.org/0.31.2/#phase-2-inline-structure */
export function pairDelimiters(delimiters: readonly Delimiter[]): Unit[] {
  const units: Unit[] = [];
  const openers: Delimiter[] = [];
  // Below this, no opener is left for closers of a kind, so that none is looked at again and again.
  const bottoms = new Map<string, number>();

  for (const delimiter of delimiters) {
    const closer = { ...delimiter };
    while (closer.canClose && closer.start < closer.end) {
      const key = `${closer.character}${closer.length % 3}${closer.canOpen}`;
      const bottom = Math.min(bottoms.get(key) ?? 0, openers.length);
      let at = openers.length - 1;
      while (at >= bottom && !fits(openers[at], closer)) at -= 1;
      const opener = at >= bottom ? openers[at] : undefined;
      if (opener === undefined) {
        bottoms.set(key, openers.length);
        break;
      }
      openers.length = at + 1;
      const used = sizeOf(opener, closer);
      const mark = closer.character.repeat(used);
      units.push({
        start: opener.end - used,
        end: closer.start + used,
        marks: { opening: mark, closing: mark, contentStart: opener.end, contentEnd: closer.start },
      });
      opener.end -= used;
      closer.start += used;
      if (opener.start === opener.end) openers.pop();
    }
    if (closer.canOpen && closer.start < closer.end) openers.push(closer);
  }
  return units;
}

function fits(opener: Delimiter | undefined, closer: Delimiter): boolean {
  if (opener === undefined || opener.character !== closer.character) return false;
  if (closer.character === "~") return opener.length === closer.length && closer.length <= 2;
  // The rule of three. https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis
  const isEither = opener.canClose || closer.canOpen;
  return !isEither || (opener.length + closer.length) % 3 !== 0 || (opener.length % 3 === 0 && closer.length % 3 === 0);
}

function sizeOf(opener: Delimiter, closer: Delimiter): number {
  if (closer.character === "~") return closer.length;
  return opener.end - opener.start >= 2 && closer.end - closer.start >= 2 ? 2 : 1;
}
