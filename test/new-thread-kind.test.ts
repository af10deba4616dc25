import { expect, it } from "vitest";
import { addThreadKind } from "./support/guards/new-thread-kind.js";
import { readRecipes } from "./support/guards/recipes.js";
import { readText } from "./support/guards/repository.js";

const { stops, comparisons } = addThreadKind();

it("stops the compiler, for a new kind of thread, at the files that the recipe in CONTRIBUTING.md names", () => {
  const recipe = readRecipes(readText("CONTRIBUTING.md")).get("a kind of thread");

  expect(stops).toEqual(recipe?.filter((path) => /^src.*\.ts$/.test(path)).sort());
});

it("takes a new kind of thread for none of the others anywhere", () => {
  expect(comparisons).toEqual([]);
});
