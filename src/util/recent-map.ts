/** A map of what came last: it forgets the oldest entries when it is full, and each one when its time is over. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** How long an entry counts. */
export interface Lifetime {
  ms: number;
  now: () => Date;
}

/** @param lifetime default: as long as there is room. */
export function createRecentMap<Value>(capacity: number, lifetime?: Lifetime): RecentMap<Value> {
  const entries = new Map<string, { value: Value; sinceMs: number }>();
  const nowMs = (): number => lifetime?.now().getTime() ?? 0;
  const endsAfterMs = lifetime?.ms ?? Number.POSITIVE_INFINITY;

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs() - entry.sinceMs < endsAfterMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, { value, sinceMs: nowMs() });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    delete: (key) => void entries.delete(key),
  };
}
