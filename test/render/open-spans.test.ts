import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSpanFinder } from "../../src/render/open-spans.js";
import type { Range } from "../../src/render/ranges.js";

describe("the spans that hold a place", () => {
  it("are those around it, the outermost one first, and none that only touch it", () => {
    const [bold, link, code, next] = [
      { start: 0, end: 20 },
      { start: 2, end: 12 },
      { start: 4, end: 8 },
      { start: 20, end: 30 },
    ];
    const spansAt = createSpanFinder([code, next, bold, link]);

    expect([0, 1, 5, 8, 12, 20, 25, 30].map((place) => spansAt(place))).toEqual([
      [],
      [bold],
      [bold, link, code],
      [bold, link],
      [bold],
      [],
      [next],
      [],
    ]);
  });

  it("are found wherever spans lie, also where they cross", () => {
    const span = fc
      .tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 40 }))
      .map(([start, length]) => ({ start, end: start + length }));

    fc.assert(
      fc.property(fc.array(span, { maxLength: 30 }), fc.nat({ max: 80 }), (spans, place) => {
        const sorted = [...spans].sort((a, b) => a.start - b.start);
        expect(createSpanFinder(spans)(place)).toEqual(sorted.filter(({ start, end }) => start < place && place < end));
      }),
    );
  });

  it("are found without a look at all the others of a long line", () => {
    let looks = 0;
    const counted = (start: number, end: number): Range => ({
      start,
      get end() {
        looks += 1;
        return end;
      },
    });
    const inner = Array.from({ length: 10_000 }, (_, index) => counted(10 * index + 10, 10 * index + 15));
    const spansAt = createSpanFinder([counted(0, 200_000), ...inner]);
    looks = 0;

    const found = [50_012, 50_017, 150_000].map((place) => spansAt(place).length);

    expect(found).toEqual([2, 1, 1]);
    expect(looks).toBeLessThan(20);
  });
});
