import { createRecentMap } from "./recent-map.js";

/** Calls `work` for a key that it has not seen before. */
export type OncePerKey = (key: string, work: () => void) => void;

/** Makes a guard for warnings that are worth one line, and not one for each event. */
export function createOncePerKey(): OncePerKey {
  // Keys come from strangers: the oldest are forgotten, and told again.
  const seen = createRecentMap<true>(1_000);
  return (key, work) => {
    if (seen.get(key)) return;
    seen.set(key, true);
    work();
  };
}
