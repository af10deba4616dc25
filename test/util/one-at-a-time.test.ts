import { expect, it } from "vitest";
import { createOneAtATime } from "../../src/util/one-at-a-time.js";

it("runs work in the order in which it came, each when the one before is over, also when that failed", async () => {
  const oneAtATime = createOneAtATime();
  const seen: string[] = [];
  const step = (name: string) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${name} ends`);
    return name === "b" ? Promise.reject(new Error("b")) : name;
  };
  const results = await Promise.allSettled(["a", "b", "c"].map((name) => oneAtATime(step(name))));

  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results).toEqual([
    { status: "fulfilled", value: "a" },
    { status: "rejected", reason: new Error("b") },
    { status: "fulfilled", value: "c" },
  ]);
});
