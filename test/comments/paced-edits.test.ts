import { describe, expect, it } from "vitest";
import { createPacedEdits, type PacedEdits } from "../../src/comments/paced-edits.js";
import { createTestClock } from "../support/test-clock.js";

interface Stage {
  edits: PacedEdits<string>;
  /** What was written so far, in order. */
  written: string[];
  dropped: unknown[];
  /** Writes `text` to `key` and keeps what the caller got. */
  write(key: string, text: string): Promise<void>;
  got: unknown[];
  /** Lets time pass, and what waited for it go on. */
  pass(ms: number): Promise<void>;
}

function createStage(): Stage {
  const clock = createTestClock();
  const written: string[] = [];
  const dropped: unknown[] = [];
  const got: unknown[] = [];
  const edits = createPacedEdits<string>({
    clock,
    intervalMs: 1_000,
    onDropped: (error) => void dropped.push(error),
  });
  return {
    edits,
    written,
    dropped,
    got,
    write: async (key, text) => {
      const send = async (): Promise<string> => {
        if (text === "refused") throw new Error("refused");
        written.push(`${key}: ${text}`);
        return text;
      };
      got.push(await edits.write(key, send));
    },
    pass: clock.advance,
  };
}

describe("paced edits", () => {
  it("write the first at once, and of those that follow within a second the last", async () => {
    const { write, pass, written, got } = createStage();
    await write("a", "1");
    await write("a", "2");
    await write("a", "3");
    const before = [...written];
    await pass(999);
    const early = [...written];
    await pass(1);

    expect([before, early, written]).toEqual([["a: 1"], ["a: 1"], ["a: 1", "a: 3"]]);
    expect(got).toEqual(["1", undefined, undefined]);
  });

  it("count from what was written elsewhere", async () => {
    const { edits, write, pass, written } = createStage();
    edits.note("a");
    await write("a", "1");
    const before = [...written];
    await pass(1_000);

    expect([before, written]).toEqual([[], ["a: 1"]]);
  });

  it("do not keep one thing waiting for another", async () => {
    const { write, written } = createStage();
    await write("a", "1");
    await write("b", "1");

    expect(written).toEqual(["a: 1", "b: 1"]);
  });

  it("are settled when what waits is written", async () => {
    const { edits, write, pass, written } = createStage();
    await write("a", "1");
    await write("a", "2");
    const seen = edits.allLanded().then(() => [...written]);
    await pass(1_000);

    expect(await seen).toEqual(["a: 1", "a: 2"]);
    await edits.allLanded();
  });

  it("tell of a failure who waits for it, and else report it and go on", async () => {
    const { write, pass, written, dropped } = createStage();
    await expect(write("a", "refused")).rejects.toThrow("refused");
    await write("a", "refused");
    await pass(1_000);
    await pass(1_000);
    await write("a", "3");

    expect(dropped).toEqual([new Error("refused")]);
    expect(written).toEqual(["a: 3"]);
  });
});
