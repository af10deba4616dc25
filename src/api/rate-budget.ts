/** What is left of an hourly limit. */
interface Level {
  /** 0 to 1. */
  share: number;
  atMs: number;
}

/** Keeps what Linear's answers tell of the rate limit of each organization. */
export interface RateBudget {
  note(organizationId: string | undefined, headers: Headers, now: Date): void;
  /** The share that is left, 0 to 1; 1 where nothing is known. */
  left(organizationId: string | undefined, now: Date): number;
}

// https://linear.app/developers/rate-limiting
const LIMITS = ["x-ratelimit-requests", "x-ratelimit-complexity"];
const PERIOD_MS = 60 * 60_000;

export function createRateBudget(): RateBudget {
  const levels = new Map<string, Level>();

  return {
    note: (organizationId = "", headers, now) => {
      const shares = LIMITS.map((name) => readShare(headers, name)).filter((share) => share !== undefined);
      if (shares.length > 0) levels.set(organizationId, { share: Math.min(...shares), atMs: now.getTime() });
    },
    left: (organizationId = "", now) => {
      const level = levels.get(organizationId);
      // Linear's buckets refill evenly.
      return level === undefined ? 1 : Math.min(level.share + (now.getTime() - level.atMs) / PERIOD_MS, 1);
    },
  };
}

function readShare(headers: Headers, name: string): number | undefined {
  const limit = Number(headers.get(`${name}-limit`) ?? Number.NaN);
  const remaining = Number(headers.get(`${name}-remaining`) ?? Number.NaN);
  return limit > 0 && remaining >= 0 ? remaining / limit : undefined;
}
