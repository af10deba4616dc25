import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readCodeBlocks } from "../../support/guards/markdown.js";
import { absolute, readText } from "../../support/guards/repository.js";

// Git ignores this folder; inside the repository, so that what is in it finds node_modules.
const FOLDER = absolute(".tmp/recipes");

/** What the recipe for OpenTelemetry exports, as it stands in the docs. */
export async function readRecipe<Exports>(): Promise<Exports> {
  const blocks = readCodeBlocks(readText("docs/logging-and-metrics.md"));
  const code = blocks.find((block) => block.language === "ts")?.code ?? "";
  await mkdir(FOLDER, { recursive: true });
  const folder = await mkdtemp(join(FOLDER, "recipe-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "recipe.ts");
  await writeFile(path, code);
  const recipe: Exports = await import(path);
  return recipe;
}
