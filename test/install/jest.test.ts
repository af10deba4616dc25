import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Consumer, createConsumer } from "../runtimes/consumer.js";
import { readCodeBlocks } from "../support/guards/markdown.js";
import { readText } from "../support/guards/repository.js";
import { runProcess } from "../support/guards/run-process.js";

const SLOW_MS = 180_000;

const blocks = readCodeBlocks(readText("docs/testing.md"));
const codeOf = (language: string): string => blocks.find((block) => block.language === language)?.code ?? "";
/** The page's test as it says for Jest: without the import from Vitest. */
const test = codeOf("ts").replace(/^import .* from "vitest";\n/m, "");

let consumer: Consumer;

beforeAll(async () => {
  const specs = ["chat", "@chat-adapter/state-memory", "graphql@16", "jest@30"];
  consumer = await createConsumer(specs, JSON.parse(codeOf("json")));
});

afterAll(() => consumer?.remove());

/** Runs Jest as the page's script says, on one file. */
async function runJest(code: string): Promise<{ exit: number | null; titles: string[]; passed: number; said: string }> {
  await writeFile(join(consumer.folder, "bot.test.js"), code);
  const args = ["test", "--silent", "--", "--json"];
  const { code: exit, stdout, stderr } = await runProcess("npm", args, { cwd: consumer.folder, timeoutMs: SLOW_MS });
  const { numPassedTests: passed, testResults } = JSON.parse(stdout);
  const titles = testResults.flatMap(({ assertionResults }: { assertionResults: { title: string }[] }) =>
    assertionResults.map(({ title }) => title),
  );
  return { exit, titles, passed, said: stderr };
}

describe("the test of docs/testing.md in Jest", { timeout: SLOW_MS }, () => {
  it("passes by the lines that the page gives", async () => {
    expect(await runJest(test)).toMatchObject({ exit: 0, titles: ["answers a mention"], passed: 1 });
  });

  it("fails when the bot says something else", async () => {
    const other = test.replace('thread.post("I will oil it.")', 'thread.post("No.")');

    expect(await runJest(other)).toMatchObject({
      exit: 1,
      passed: 0,
      said: expect.stringContaining('"I will oil it."'),
    });
  });
});
