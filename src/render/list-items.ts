import type { Range } from "./ranges.js";

/** Follows the list items of a text from line to line. */
export interface Items {
  depth(): number;
  /** How far the text of the innermost open item is indented. */
  indent(): number;
  /**
   * Reads a line that does not go on with a paragraph: what item it goes on in, and what markers it begins with, whose
   * length is `consumed`.
   */
  read(rest: string, start: number): { indent: number; number: number | undefined; consumed: number };
  closeAll(at: number): void;
  /** All items, the last ones ending at `end`. */
  ranges(end: number): Range[];
}

interface Item extends Range {
  indent: number;
  number: number;
}

const MARKER = /^([ \t]*)(?:[-*+]|(\d{1,9})[.)])(?:([ \t]+)(?=\S)|[ \t]*$)/;
const BREAK = /^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})$/;
// https://spec.commonmark.org/0.31.2/#list-items
const CODE_INDENT = 4;

export function createItems(): Items {
  const open: Item[] = [];
  const closed: Item[] = [];
  /** The newest item of each depth whose list goes on. */
  let newest: Item[] = [];

  const indent = (): number => open.at(-1)?.indent ?? 0;
  const close = (at: number): void => {
    const item = open.pop();
    if (item) closed.push({ ...item, end: at });
  };

  return {
    depth: () => open.length,
    indent,
    read: (rest, start) => {
      const column = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
      while (open.length > 0 && column < indent()) close(start);
      const goesOnAt = indent();
      let number: number | undefined;
      let consumed = 0;
      for (;;) {
        const text = rest.slice(consumed);
        const [marker, before = "", digits, space = ""] = MARKER.exec(text) ?? [];
        const isTooFar = consumed + before.length >= indent() + CODE_INDENT && consumed === 0;
        if (marker === undefined || isTooFar || BREAK.test(text)) break;
        const written = digits === undefined ? 0 : Number(digits);
        const sibling = newest[open.length];
        const counted = sibling && digits !== undefined ? sibling.number + 1 : written;
        if (consumed === 0 && counted !== written) number = counted;
        // More than four spaces behind a marker are those of a block of code.
        const width = space.length > CODE_INDENT ? marker.length - space.length + 1 : marker.length;
        const item = { start, end: start, indent: consumed + width, number: counted };
        newest = [...newest.slice(0, open.length), item];
        open.push(item);
        consumed += width;
      }
      if (consumed === 0) newest = newest.slice(0, open.length);
      return { indent: goesOnAt, number, consumed };
    },
    closeAll: (at) => {
      while (open.length > 0) close(at);
      newest = [];
    },
    ranges: (end) => {
      while (open.length > 0) close(end);
      return closed;
    },
  };
}
