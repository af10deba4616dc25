import { expect, it } from "vitest";
import { writeCommandLinePage } from "../../scripts/command-line-page.js";
import { EXIT_CODES } from "../../src/cli/cli-failure.js";
import { readColumn } from "../support/guards/markdown.js";
import { readText } from "../support/guards/repository.js";

const page = readText("docs/command-line.md");

it("docs/command-line.md is what the commands' help says: npm run docs:cli writes it", async () => {
  expect(page).toBe(await writeCommandLinePage());
});

it("docs/command-line.md has every exit code", () => {
  const [codes, kinds] = [readColumn(page, "Code"), readColumn(page, "Kind")];

  expect(Object.fromEntries(kinds.map((kind, at) => [kind, Number(codes[at])]))).toEqual(EXIT_CODES);
});
