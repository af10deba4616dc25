import { expect, it } from "vitest";
import { readNames, readTables } from "./support/guards/markdown.js";
import { addThreadKind } from "./support/guards/new-thread-kind.js";
import { readText } from "./support/guards/repository.js";

const { stops, comparisons } = addThreadKind();

it("stops the compiler, for a new kind of thread, at the files that the recipe in CONTRIBUTING.md names", () => {
  const recipes = readTables(readText("CONTRIBUTING.md")).find(({ header }) => header[0] === "To add");
  const [, files = ""] = recipes?.rows.find(([task]) => task === "a kind of thread") ?? [];

  expect(stops.map((path) => path.replace("src/", ""))).toEqual(readNames(files).sort());
});

it("takes a new kind of thread for none of the others anywhere", () => {
  expect(comparisons).toEqual([]);
});
