import type { Logger } from "chat";
import { type Diagnose, measure } from "../diagnostics/diagnose.js";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import { hasSameTokens, type LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import { LOCKED_TRY_TIMEOUT_MS, type SharedLock } from "../installations/shared-lock.js";
import { requestToken, type TokenGrantResult } from "../oauth/token-request.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { LinearAuth } from "./auth.js";
import { type BreakerParts, breakInstallation, checkNotBroken } from "./broken-installation.js";

export interface RefresherParts extends BreakerParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  installations: InstallationStore;
  lock: SharedLock;
  logger: Pick<Logger, "debug" | "warn" | "error">;
  diagnose: Diagnose;
}

/** Renews the tokens of installations. */
export interface InstallationRefresher {
  /**
   * Gives an installation with another access token than that of `stale`: a new one, or one found in the store. One that
   * Linear refuses for good is marked and reported.
   */
  refresh(stale: LinearInstallation): Promise<LinearInstallation>;
  /**
   * Does so also for an installation that is marked as broken, whose mark is gone then. Nothing is marked.
   * @throws {LinearAdapterError} `TOKEN_REQUEST_FAILED`, `INSTALLATION_NOT_FOUND`
   */
  retry(stale: LinearInstallation): Promise<LinearInstallation>;
}

/**
 * Refreshes installations, each once at a time: within the process through a shared promise, across processes through a
 * lock in the bot's state. A new pair is stored before anyone uses it, since its predecessor dies with it.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export function createInstallationRefresher(
  auth: Extract<LinearAuth, { kind: "app" }>,
  parts: RefresherParts,
): InstallationRefresher {
  const { installations, lock, clock, logger } = parts;
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
    const grant = { kind: "refresh_token", clientId, clientSecret, refreshToken } as const;
    return await measure(
      clock,
      () => requestToken(grant, { endpoints, fetch, clock, timeoutMs: LOCKED_TRY_TIMEOUT_MS }),
      (measured) => parts.diagnose({ kind: "refresh", grant: grant.kind, ...measured }, { organizationId }),
    );
  }

  async function refreshLocked({ organizationId, accessToken }: LinearInstallation): Promise<LinearInstallation> {
    const before = await read(organizationId);
    if (before.accessToken !== accessToken || before.refreshToken === undefined) return before;
    checkNotBroken(before);
    const outcome = await settleRefusal(requestPair(organizationId, before.refreshToken));
    if (outcome.kind === "renewed") return await storePair(before, outcome.pair);
    const after = await breakInstallation(before, parts);
    if (after && !hasSameTokens(after, before)) return after;
    throw after ? outcome.error : uninstalled(organizationId);
  }

  /**
   * Stores a new pair in place of the one that it was got with. The stored record has the last word: others may have
   * installed or removed the app in the meantime.
   */
  async function storePair(before: LinearInstallation, pair: TokenGrantResult): Promise<LinearInstallation> {
    const { organizationId } = before;
    const after = await installations.update(organizationId, (current) =>
      current && hasSameTokens(current, before) ? withTokens(current, pair) : current,
    );
    if (after === undefined) throw uninstalled(organizationId);
    logger.debug("Refreshed the Linear access token", { organizationId });
    return after;
  }

  async function retryLocked(stale: LinearInstallation): Promise<LinearInstallation> {
    const { organizationId } = stale;
    const before = await read(organizationId);
    if (!hasSameTokens(before, stale)) return before;
    if (before.refreshToken === undefined) throw withoutRefreshToken(organizationId);
    return await storePair(before, await requestPair(organizationId, before.refreshToken));
  }

  async function findSuccessor({
    organizationId,
    accessToken,
  }: LinearInstallation): Promise<LinearInstallation | undefined> {
    const stored = await read(organizationId);
    if (stored.accessToken !== accessToken) return stored;
    checkNotBroken(stored);
    return undefined;
  }

  const refreshAcrossProcesses = (stale: LinearInstallation): Promise<LinearInstallation> =>
    lock.run(toLockName(stale.organizationId), {
      work: () => refreshLocked(stale),
      takeOver: () => findSuccessor(stale),
      purpose: "refresh the access token",
      facts: { organizationId: stale.organizationId },
    });

  return {
    refresh: (stale) => refreshOnce(stale.organizationId, () => refreshAcrossProcesses(stale)),
    retry: (stale) =>
      lock.run(toLockName(stale.organizationId), {
        work: () => retryLocked(stale),
        purpose: "refresh the access token",
        facts: { organizationId: stale.organizationId },
      }),
  };
}

type RefreshOutcome = { kind: "renewed"; pair: TokenGrantResult } | { kind: "refused"; error: LinearAdapterError };

/** Gives `invalid_grant` as a value, since it may only mean that the pair has been rotated by someone else. */
async function settleRefusal(request: Promise<TokenGrantResult>): Promise<RefreshOutcome> {
  try {
    return { kind: "renewed", pair: await request };
  } catch (error) {
    if (!isLinearAdapterError(error, "TOKEN_REQUEST_FAILED") || error.facts.reason !== "invalid_grant") throw error;
    return { kind: "refused", error };
  }
}

/** Puts a new pair into an installation, which is not broken then. */
function withTokens(
  { brokenSince: _, ...installation }: LinearInstallation,
  result: TokenGrantResult,
): LinearInstallation {
  const { accessToken, refreshToken = installation.refreshToken, expiresAt, scopes } = result;
  return {
    ...installation,
    accessToken,
    refreshToken,
    expiresAt: expiresAt?.getTime() ?? null,
    ...(scopes.length === 0 ? {} : { scopes }),
  };
}

// Renewing waits for Linear, so it has a lock of its own: nobody who stores or deletes an installation waits for it.
const toLockName = (organizationId: string): string => `linear:refresh:${organizationId}`;

function withoutRefreshToken(organizationId: string): LinearAdapterError {
  return new LinearAdapterError(
    "TOKEN_REQUEST_FAILED",
    `The installation of organization ${organizationId} has no refresh token: when its access token ends, the organization must install the app again`,
    { organizationId, grant: "refresh_token", reason: "invalid_grant" },
  );
}

function uninstalled(organizationId: string): LinearAdapterError {
  return new LinearAdapterError(
    "INSTALLATION_NOT_FOUND",
    `The app was removed from organization ${organizationId} while its access token was refreshed`,
    { organizationId },
  );
}
