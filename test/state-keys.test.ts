import { describe, expect, it } from "vitest";
import { readSources, readText } from "./support/guards/repository.js";
import { findInventedTimes, readDocumentedKeys, readStateKeys } from "./support/guards/state-keys.js";

// The emulator has no state of a bot, and thread IDs look like keys.
const sources = readSources("src").filter(({ path }) => !/^src\/(?:emulator|threads)\//.test(path));

describe("docs/state.md", () => {
  it("lists every key of the bot's state that the source builds, with its file, and no other", () => {
    expect(readDocumentedKeys(readText("docs/state.md"))).toEqual(readStateKeys(sources));
  });
});

describe("the times in docs/state.md", () => {
  it("are those of the source", () => {
    expect(findInventedTimes(readText("docs/state.md"), sources)).toEqual([]);
  });
});

describe("reading keys of the state", () => {
  it("finds them in texts and templates, also by a constant, and not in comments or sentences", () => {
    const path = "test/support/guards/samples/keys.ts";

    expect(readStateKeys([{ path, text: readText(path) }])).toEqual([
      "linear:list in keys.ts",
      "linear:list:{} in keys.ts",
      "linear:person:{}:{} in keys.ts",
    ]);
  });

  it("finds them in tables with both columns, whatever the names of their parts", () => {
    const table = "| Key | Kept | File |\n| - | - | - |\n| `linear:person:{id}:{at}` | 1 day | `keys.ts` |\n";

    expect(readDocumentedKeys(`${table}\n\n| Key |\n| - |\n| \`other\` |\n`)).toEqual([
      "linear:person:{}:{} in keys.ts",
    ]);
  });

  it("finds times that the file does not have", () => {
    const text = "const DAY_MS = 24 * 60 * 60 * 1_000; const KEPT_MS = 7 * DAY_MS; keep(KEPT_MS + 30_000);";
    const table = [
      "| Key | Kept | File |",
      "| --- | --- | --- |",
      "| `a` | 7 days; 1 day | `keys.ts` |",
      "| `b` | 604830 seconds, at most 2 days | `keys.ts` |",
      "| `c` | 7 days | `other.ts` |",
      "| `d` | for good | `keys.ts` |",
    ];

    expect(findInventedTimes(table.join("\n"), [{ path: "src/keys.ts", text }])).toEqual([
      "`b`: 2 days",
      "`c`: 7 days",
    ]);
  });
});
