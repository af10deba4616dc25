import { expect, it } from "vitest";
import { readCodeBlocks } from "../support/guards/markdown.js";
import { readText } from "../support/guards/repository.js";

it("the guide to testing opens with the test that runs as documented.test.ts", () => {
  const [first] = readCodeBlocks(readText("docs/testing.md")).filter(({ language }) => language === "ts");

  expect(first?.code).toBe(readText("test/emulator/documented.test.ts"));
});
