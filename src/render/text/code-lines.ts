/** A part of a text, from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

// A fence may stand in a list. Its info string holds no backtick, or the line would be a code span.
const MARKERS = String.raw`^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*`;
const FENCE = new RegExp(`${MARKERS}(\`{3,}(?=[^\`]*$)|~{3,})`);
const QUOTES = /^(?:[ \t]*>)+/;

/**
 * Where a text has code, as far as lines and backticks tell: fences, also in quotes and lists, and code spans. Reads each
 * character a few times at most, whatever the text is; indented code is not found.
 */
export function findCodeByLines(text: string): Range[] {
  const ranges: Range[] = [];
  /** Where the paragraph began that is going on. */
  let paragraph: number | undefined;
  let fence: { start: number; mark: string } | undefined;

  const endParagraph = (end: number): void => {
    if (paragraph === undefined) return;
    const offset = paragraph;
    const spans = findCodeSpans(text.slice(offset, end));
    ranges.push(...spans.map((span) => ({ start: offset + span.start, end: offset + span.end })));
    paragraph = undefined;
  };

  for (const { start, end } of readLines(text)) {
    const line = text.slice(start, end).replace(QUOTES, "");
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (!mark?.startsWith(fence.mark) || line.trim() !== mark) continue;
      ranges.push({ start: fence.start, end });
      fence = undefined;
    } else if (mark !== undefined) {
      endParagraph(start);
      fence = { start, mark };
    } else if (line.trim() === "") {
      endParagraph(start);
    } else {
      paragraph ??= start;
    }
  }
  endParagraph(text.length);
  return fence === undefined ? ranges : [...ranges, { start: fence.start, end: text.length }];
}

function* readLines(text: string): Generator<Range> {
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    yield { start, end };
    start = end + 1;
  }
}

/** The code spans of a paragraph: each ends at the next row of as many backticks as it begins with. */
export function findCodeSpans(paragraph: string): Range[] {
  const closing = new Map<number, Range>();
  const spans: Range[] = [];
  for (const row of [...paragraph.matchAll(/`+/g)].reverse()) {
    const length = row[0].length;
    const close = closing.get(length);
    if (close) spans.push({ start: row.index, end: close.end });
    closing.set(length, { start: row.index, end: row.index + length });
  }
  let end = 0;
  return spans.reverse().filter((span) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}
