import type { Memory } from "./memory.js";

/**
 * Claims a key, for all processes that share the state, and resolves to whose it is then; null when it has expired
 * meanwhile. Clients such as ioredis repeat a command whose answer got lost, so a key that is there may be our own:
 * a `claimant` of one attempt, or of what may be attempted again.
 */
export async function claim(state: Memory, key: string, claimant: string, ttlMs: number): Promise<string | null> {
  if (await state.setIfNotExists(key, claimant, ttlMs)) return claimant;
  return await state.get<string>(key);
}
