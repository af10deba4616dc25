import { expect, it } from "vitest";
import { systemClock } from "../../src/util/clock.js";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

it("lets a process end during an idle sleep, and during no other", async () => {
  const over = new AbortController();
  const before = timers();
  const idle = systemClock.sleep(60_000, over.signal, "idle");
  const whileIdle = timers();
  const usual = systemClock.sleep(60_000, over.signal);
  const whileUsual = timers();
  over.abort();
  await Promise.allSettled([idle, usual]);

  expect([whileIdle - before, whileUsual - before]).toEqual([0, 1]);
});
