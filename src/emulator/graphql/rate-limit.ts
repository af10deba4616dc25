/** A leaky bucket: `capacity` per hour, filled evenly, so that waiting helps at once. */
interface Bucket {
  level: number;
  at: number;
}

export interface LimitReport {
  limit: number;
  remaining: number;
  /** When the bucket will be full again: milliseconds since the epoch. */
  resetAt: number;
}

export interface RateLimiter {
  /** Takes `amount` out of the bucket of `key`, unless it does not hold that much. */
  take(key: string, capacity: number, amount: number): LimitReport & { isAllowed: boolean };
  /** What the bucket holds, without taking anything. */
  look(key: string, capacity: number): LimitReport;
}

export const PERIOD_MS = 3_600_000;

export function createRateLimiter(now: () => Date): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function refill(key: string, capacity: number): Bucket {
    const at = now().getTime();
    const bucket = buckets.get(key) ?? { level: capacity, at };
    bucket.level = Math.min(capacity, bucket.level + (Math.max(0, at - bucket.at) * capacity) / PERIOD_MS);
    bucket.at = at;
    buckets.set(key, bucket);
    return bucket;
  }

  function report({ level, at }: Bucket, capacity: number): LimitReport {
    return {
      limit: capacity,
      remaining: Math.floor(level),
      resetAt: Math.ceil(at + ((capacity - level) * PERIOD_MS) / capacity),
    };
  }

  return {
    take: (key, capacity, amount) => {
      const bucket = refill(key, capacity);
      const isAllowed = bucket.level >= amount;
      if (isAllowed) bucket.level -= amount;
      return { ...report(bucket, capacity), isAllowed };
    },
    look: (key, capacity) => report(refill(key, capacity), capacity),
  };
}
