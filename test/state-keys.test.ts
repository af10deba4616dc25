import { describe, expect, it } from "vitest";
import { readSources, readText } from "./support/guards/repository.js";
import { readDocumentedKeys, readStateKeys } from "./support/guards/state-keys.js";

// The emulator has no state of a bot, and thread IDs look like keys.
const sources = readSources("src").filter(({ path }) => !/^src\/(?:emulator|threads)\//.test(path));

describe("docs/state.md", () => {
  it("lists every key of the bot's state that the source builds, with its file, and no other", () => {
    expect(readDocumentedKeys(readText("docs/state.md"))).toEqual(readStateKeys(sources));
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
});
