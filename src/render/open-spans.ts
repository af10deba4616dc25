import type { Range } from "./ranges.js";

/**
 * Finds the spans that hold a place, with text of theirs on both of its sides; the outermost one first. Looks past all
 * those at once that ended before the place inside of one: a line may hold a hundred thousand of them.
 */
export function createSpanFinder<Span extends Range>(found: readonly Span[]): (place: number) => Span[] {
  const spans = [...found].sort((a, b) => a.start - b.start);
  const further = findFurther(spans);
  return (place) => {
    const holding: Span[] = [];
    for (let index = countBefore(spans, place) - 1; index >= 0; ) {
      const span = spans[index];
      if (span !== undefined && span.end > place) {
        holding.push(span);
        index -= 1;
      } else index = further[index] ?? -1;
    }
    return holding.reverse();
  };
}

/** For each span the index of the last one before it that ends behind its end; -1 where there is none. */
function findFurther(spans: readonly Range[]): Int32Array {
  const further = new Int32Array(spans.length);
  for (const [index, { end }] of spans.entries()) {
    let before = index - 1;
    while (before >= 0 && (spans[before]?.end ?? 0) <= end) before = further[before] ?? -1;
    further[index] = before;
  }
  return further;
}

/** How many spans start before a place. */
function countBefore(spans: readonly Range[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
