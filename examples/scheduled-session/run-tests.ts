import { setTimeout as sleep } from "node:timers/promises";

/** Stands in for your tests. Resolves to the names of those that fail. */
export async function runTests(): Promise<string[]> {
  await sleep(100);
  return ["Log in with Safari", "Upload a large file"];
}
