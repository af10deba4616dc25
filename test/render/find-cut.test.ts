import { expect, it } from "vitest";
import { mapBody } from "../../src/render/body-map.js";
import { findCut } from "../../src/render/find-cut.js";

it("a place for a cut is chosen among thousands, and only the chosen one is worked out", () => {
  const map = mapBody(`**bold ${"`npm run` and ".repeat(2_000)}end**`, 10_000);
  const places: number[] = [];
  const spansAt = (place: number) => {
    places.push(place);
    return map.spansAt(place);
  };

  const cut = findCut({ ...map, spansAt }, map.start, 10_000);

  expect(cut?.closing.inline).toBe("**");
  expect(places).toEqual([cut?.end]);
});
