/** Calls `work` for a key that it has not seen before. */
export type OncePerKey = (key: string, work: () => void) => void;

/** Makes a guard for warnings that are worth one line, and not one for each event. */
export function createOncePerKey(): OncePerKey {
  const seen = new Set<string>();
  return (key, work) => {
    if (seen.has(key)) return;
    seen.add(key);
    work();
  };
}
