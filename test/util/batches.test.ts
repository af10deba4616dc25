import { expect, it } from "vitest";
import { createBatches } from "../../src/util/batches.js";
import { createSignal } from "../support/signal.js";

it("works on what comes meanwhile together, after what is worked on, also when that fails", async () => {
  const [begun, end] = [createSignal(), createSignal()];
  const batches: (readonly string[])[] = [];
  const inBatches = createBatches(async (keys) => {
    batches.push(keys);
    begun.give();
    await end.given;
    if (keys.includes("a")) throw new Error("a");
  });
  const first = inBatches("a");
  await begun.given;
  const others = ["b", "c", "b"].map((key) => inBatches(key));
  end.give();
  const results = await Promise.allSettled([first, ...others]);

  expect(batches).toEqual([["a"], ["b", "c"]]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
});
