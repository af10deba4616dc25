import { LinearAdapterError } from "../errors.js";

/** How a worker works. Times are in milliseconds. */
export interface InboxWorkerSettings {
  /** How many lanes (threads, mostly) are worked on side by side. Default: 10. */
  concurrency?: number | undefined;
  /**
   * How long a failed delivery waits before each further try; so many tries follow the first one. What is behind it in its
   * thread waits too. Default: 1,000, 5,000, 30,000, 120,000. `[]` tries nothing a second time.
   */
  retryAfterMs?: readonly number[] | undefined;
  /**
   * With how many processes a delivery may die before it is a dead letter. 1 for handlers that must not run a second time.
   * Default: 3.
   */
  maxCrashes?: number | undefined;
  /** How long the process waits for running turns when it leaves. Default: 25,000. */
  drainMs?: number | undefined;
  /** How often the inbox is searched for what no wake-up told of. Default: 1,000. */
  lookEveryMs?: number | undefined;
  /** How long the keys of handled events are kept, at least 8 h. Default: 24 h. */
  keepDoneMs?: number | undefined;
  /** How long dead letters are kept, with their bodies. Default: 30 days. */
  keepDeadMs?: number | undefined;
}

export type ResolvedWorkerSettings = {
  readonly [Name in keyof InboxWorkerSettings]-?: NonNullable<InboxWorkerSettings[Name]>;
};

const HOUR_MS = 60 * 60 * 1_000;
// Linear's last retry comes 7 h and a minute after the first delivery. https://linear.app/developers/webhooks
const LEAST_DONE_MS = 8 * HOUR_MS;

const DEFAULTS: ResolvedWorkerSettings = {
  concurrency: 10,
  retryAfterMs: [1_000, 5_000, 30_000, 120_000],
  maxCrashes: 3,
  drainMs: 25_000,
  lookEveryMs: 1_000,
  keepDoneMs: 24 * HOUR_MS,
  keepDeadMs: 30 * 24 * HOUR_MS,
};

/** Settings with their defaults; of several that name a setting, the last one counts. @throws `CONFIG_INVALID` */
export function resolveWorkerSettings(...given: readonly InboxWorkerSettings[]): ResolvedWorkerSettings {
  const known = Object.keys(DEFAULTS) as (keyof InboxWorkerSettings)[];
  const chosen = known.flatMap((name) =>
    given.flatMap((settings) => (settings[name] === undefined ? [] : [[name, settings[name]] as const])),
  );
  const settings: ResolvedWorkerSettings = { ...DEFAULTS, ...Object.fromEntries(chosen) };
  const { retryAfterMs, keepDoneMs, ...numbers } = settings;
  for (const [name, value] of Object.entries(numbers)) requireNumber(name, value, name === "drainMs" ? 0 : 1);
  for (const ms of retryAfterMs) requireNumber("retryAfterMs", ms, 0);
  requireNumber("keepDoneMs", keepDoneMs, LEAST_DONE_MS);
  return settings;
}

function requireNumber(name: string, value: unknown, least: number): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  throw new LinearAdapterError("CONFIG_INVALID", `The inbox's ${name} is to be a number, ${least} at least`, {
    option: name,
  });
}
