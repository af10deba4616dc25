import type { Lock, Logger, StateAdapter } from "chat";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import { requestToken, type TokenGrantResult } from "../oauth/token-request.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { LinearAuth } from "./auth.js";

export interface RefresherParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  installations: InstallationStore;
  state: () => StateAdapter;
  logger: Pick<Logger, "debug" | "warn">;
}

/** Gives an installation with another access token than that of `stale`: a new one, or one found in the store. */
export type RefreshInstallation = (stale: LinearInstallation) => Promise<LinearInstallation>;

// A refresh is over before its lock expires: three tries of 4 s and their pauses take less than 14 s.
const TRY_TIMEOUT_MS = 4_000;
const LOCK_TTL_MS = 15_000;
// Longer than the lock lives, so that waiting also outlasts a process that died while it held it.
const LONGEST_WAIT_MS = 16_000;
const POLL_MS = 100;

/**
 * Refreshes installations, each once at a time: within the process through a shared promise, across processes through a
 * lock in the bot's state. A new pair is stored before anyone uses it, since its predecessor dies with it.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export function createInstallationRefresher(
  auth: Extract<LinearAuth, { kind: "app" }>,
  parts: RefresherParts,
): RefreshInstallation {
  const { installations, state, clock, logger } = parts;
  const refreshOnce = createSingleFlight<LinearInstallation>();

  async function read(organizationId: string): Promise<LinearInstallation> {
    const stored = await installations.get(organizationId);
    if (stored === undefined) throw uninstalled(organizationId);
    return stored;
  }

  async function requestPair(organizationId: string, refreshToken: string): Promise<TokenGrantResult> {
    const clientId = await resolveSecret(auth.clientId, organizationId);
    const clientSecret = await resolveSecret(auth.clientSecret, organizationId);
    const { endpoints, fetch } = parts;
    return requestToken(
      { kind: "refresh_token", clientId, clientSecret, refreshToken },
      { endpoints, fetch, clock, timeoutMs: TRY_TIMEOUT_MS },
    );
  }

  async function refreshLocked({ organizationId, accessToken }: LinearInstallation): Promise<LinearInstallation> {
    const before = await read(organizationId);
    if (before.accessToken !== accessToken || before.refreshToken === undefined) return before;
    const outcome = await settleRefusal(requestPair(organizationId, before.refreshToken));
    // Whoever rotated the pair without our lock, or installed or removed the app in the meantime, has the last word.
    const after = await read(organizationId);
    if (after.accessToken !== accessToken) return after;
    if (outcome.kind === "refused") throw outcome.error;
    const renewed = withTokens(after, outcome.pair);
    await installations.set(renewed);
    logger.debug("Refreshed the Linear access token", { organizationId });
    return renewed;
  }

  async function release(lock: Lock): Promise<void> {
    try {
      await state().releaseLock(lock);
    } catch {
      // The new pair is stored already, and the lock expires by itself.
      logger.warn("Could not release the lock of a token refresh", { lock: lock.threadId });
    }
  }

  async function refreshAcrossProcesses(stale: LinearInstallation): Promise<LinearInstallation> {
    for (let waitedMs = 0; waitedMs <= LONGEST_WAIT_MS; waitedMs += POLL_MS) {
      const lock = await state().acquireLock(`linear:refresh:${stale.organizationId}`, LOCK_TTL_MS);
      if (lock !== null) return await refreshLocked(stale).finally(() => release(lock));
      await clock.sleep(POLL_MS);
      const stored = await read(stale.organizationId);
      if (stored.accessToken !== stale.accessToken) return stored;
    }
    throw new LinearAdapterError(
      "LINEAR_UNREACHABLE",
      `Other processes tried to refresh the access token for ${LONGEST_WAIT_MS / 1_000} s without success; try again later`,
      { organizationId: stale.organizationId, reason: "lock held" },
    );
  }

  return (stale) => refreshOnce(stale.organizationId, () => refreshAcrossProcesses(stale));
}

type RefreshOutcome = { kind: "renewed"; pair: TokenGrantResult } | { kind: "refused"; error: LinearAdapterError };

/** `invalid_grant` as a value, since it may only mean that the pair has been rotated by someone else. */
async function settleRefusal(request: Promise<TokenGrantResult>): Promise<RefreshOutcome> {
  try {
    return { kind: "renewed", pair: await request };
  } catch (error) {
    if (!isLinearAdapterError(error, "TOKEN_REQUEST_FAILED") || error.facts.reason !== "invalid_grant") throw error;
    return { kind: "refused", error };
  }
}

function withTokens(installation: LinearInstallation, result: TokenGrantResult): LinearInstallation {
  const { accessToken, refreshToken = installation.refreshToken, expiresAt, scopes } = result;
  return {
    ...installation,
    accessToken,
    refreshToken,
    expiresAt: expiresAt?.getTime() ?? null,
    ...(scopes.length === 0 ? {} : { scopes }),
  };
}

function uninstalled(organizationId: string): LinearAdapterError {
  return new LinearAdapterError(
    "INSTALLATION_NOT_FOUND",
    `The app was removed from organization ${organizationId} while its access token was refreshed`,
    { organizationId },
  );
}
