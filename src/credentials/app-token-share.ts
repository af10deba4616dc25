import type { Logger, StateAdapter } from "chat";
import { isLinearAdapterError, LinearAdapterError, LinearRateLimitError } from "../errors.js";
import type { FieldSealer } from "../installations/field-sealer.js";
import type { SharedLock } from "../installations/shared-lock.js";
import type { Clock } from "../util/clock.js";
import { isJsonObject } from "../util/json.js";

/** An app token of client credentials. */
export interface AppToken {
  accessToken: string;
  /** Missing when it lives until Linear refuses it. */
  expiresAt: Date | undefined;
  /** How long before its end it is renewed, in milliseconds. */
  marginMs: number;
}

/** Where the processes of a bot share one app token: a fleet asks for one, not for one each. */
export interface AppTokenShare {
  /**
   * The token that is shared under `key` if it lives and is not `unwanted`; else what `fetchToken` gives, which
   * replaces it. One process fetches at a time. While the state is out of reach, each process has a token of its own.
   */
  obtain(key: string, unwanted: string | undefined, fetchToken: () => Promise<AppToken>): Promise<AppToken>;
}

export interface AppTokenShareParts {
  state: () => StateAdapter;
  lock: SharedLock;
  /** Gives the sealer with the key ring of this moment. */
  sealer: () => Promise<FieldSealer>;
  clock: Clock;
  logger: Pick<Logger, "debug" | "warn">;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
// How long a token without an end of its own is kept; a process that finds none fetches another.
const DEFAULT_KEPT_MS = 30 * DAY_MS;

export function createAppTokenShare({ state, lock, sealer, clock, logger }: AppTokenShareParts): AppTokenShare {
  async function find(key: string, unwanted: string | undefined): Promise<AppToken | undefined> {
    const token = await read(key);
    if (token === undefined || token.accessToken === unwanted) return undefined;
    return isLive(token, clock.now()) ? token : undefined;
  }

  /** Reads the shared token. Anything but a token that our keys open counts as none: another one costs one request. */
  async function read(key: string): Promise<AppToken | undefined> {
    const record = await state().get(toRecordKey(key));
    if (!isJsonObject(record)) return undefined;
    const { accessToken, expiresAt, marginMs } = record;
    const opened = await (await sealer()).open(accessToken, toPlace(key));
    if (opened.kind === "unreadable") {
      logger.warn(`The shared Linear app token ${opened.reason}; another one takes its place`);
      return undefined;
    }
    if (typeof marginMs !== "number") return undefined;
    return {
      accessToken: opened.value,
      expiresAt: typeof expiresAt === "number" ? new Date(expiresAt) : undefined,
      marginMs,
    };
  }

  async function write(key: string, { accessToken, expiresAt, marginMs }: AppToken): Promise<void> {
    const keptMs = expiresAt === undefined ? DEFAULT_KEPT_MS : expiresAt.getTime() - clock.now().getTime();
    if (keptMs <= 0) return;
    const sealed = await (await sealer()).seal(accessToken, toPlace(key));
    const record = { accessToken: sealed, expiresAt: expiresAt?.getTime() ?? null, marginMs };
    await state().set(toRecordKey(key), record, Math.ceil(keptMs));
  }

  async function shareNew(
    key: string,
    unwanted: string | undefined,
    fetchToken: () => Promise<AppToken>,
  ): Promise<AppToken> {
    const found = await find(key, unwanted);
    if (found) return found;
    const token = await fetchToken();
    try {
      await write(key, token);
    } catch {
      // The error is not logged: state adapters may repeat in it the value that they did not store.
      logger.warn("Could not share the Linear app token with other processes");
    }
    return token;
  }

  return {
    async obtain(key, unwanted, fetchToken) {
      try {
        return (
          (await find(key, unwanted)) ??
          (await lock.run(toLockName(key), {
            work: () => shareNew(key, unwanted, fetchToken),
            takeOver: () => find(key, unwanted),
            purpose: "get an app token",
          }))
        );
      } catch (error) {
        if (!isTroubleOfState(error)) throw error;
        logger.debug("The Linear app token is not shared with other processes");
        return await fetchToken();
      }
    },
  };
}

/** Whether the state is the trouble: it is missing before the start, and a state adapter throws errors of its own. */
function isTroubleOfState(error: unknown): boolean {
  if (isLinearAdapterError(error, "NOT_INITIALIZED")) return true;
  return !(error instanceof LinearAdapterError || error instanceof LinearRateLimitError);
}

const isLive = ({ expiresAt }: AppToken, now: Date): boolean => expiresAt === undefined || now < expiresAt;
const toRecordKey = (key: string): string => `linear:app-token:${key}`;
const toLockName = (key: string): string => `linear:app-token-lock:${key}`;
const toPlace = (key: string): string[] => ["linear app token", key];
