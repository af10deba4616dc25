import { setTimeout as sleep } from "node:timers/promises";

const DEADLINE_MS = 10_000;
const PAUSE_MS = 20;

/** Resolves to true as soon as `condition` holds, to false when it does not in ten seconds. */
export async function waitFor(condition: () => boolean): Promise<boolean> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(PAUSE_MS);
  }
  return true;
}
