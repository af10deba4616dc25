import type { Logger } from "chat";
import { isLinearAdapterError, LinearRateLimitError } from "../errors.js";
import type { Clock } from "../util/clock.js";

/** What decides about a renewal. `expiresAt` is missing for a token that lives until Linear refuses it. */
export interface Lifetime {
  expiresAt: Date | undefined;
  /** How long before `expiresAt` to renew, in milliseconds. */
  marginMs: number;
}

/** Renews tokens before they expire, and keeps the old one while it still lives if that fails. */
export interface EarlyRenewal {
  /**
   * Gives `token`, or what `renew` gives when less than the margin is left. A failure is thrown only once `token` has
   * expired; before, `token` is used and the next try comes 30 s later.
   */
  keepFresh<Token>(key: string, token: Token, lifetime: Lifetime, renew: () => Promise<Token>): Promise<Token>;
}

// The pause is long enough that a token endpoint that is down does not slow every call, and short against the margins.
const PAUSE_AFTER_FAILURE_MS = 30_000;

export function createEarlyRenewal(clock: Clock, logger: Pick<Logger, "warn">): EarlyRenewal {
  const pausedUntil = new Map<string, number>();

  return {
    async keepFresh(key, token, { expiresAt, marginMs }, renew) {
      if (expiresAt === undefined) return token;
      const now = clock.now().getTime();
      const leftMs = expiresAt.getTime() - now;
      const isPaused = now < (pausedUntil.get(key) ?? 0);
      if (leftMs > marginMs || (leftMs > 0 && isPaused)) return token;
      try {
        const renewed = await renew();
        pausedUntil.delete(key);
        return renewed;
      } catch (error) {
        const failedAt = clock.now();
        if (!isRenewalFailure(error) || expiresAt <= failedAt) throw error;
        pausedUntil.set(key, failedAt.getTime() + PAUSE_AFTER_FAILURE_MS);
        logger.warn(`Could not renew the access token early, so the old one is used: ${error.message}`);
        return token;
      }
    },
  };
}

const isRenewalFailure = (error: unknown): error is Error =>
  error instanceof LinearRateLimitError ||
  isLinearAdapterError(error, "LINEAR_UNREACHABLE") ||
  isLinearAdapterError(error, "RESPONSE_INVALID") ||
  isLinearAdapterError(error, "TOKEN_REQUEST_FAILED");
