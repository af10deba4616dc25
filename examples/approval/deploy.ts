import { setTimeout as sleep } from "node:timers/promises";

/** Stands in for your deployment. Resolves to the address of what is live. */
export async function deploy(version: string): Promise<string> {
  await sleep(100);
  return `https://app.example.com/${version}`;
}
