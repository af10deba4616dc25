import type { Logger } from "chat";
import { type Diagnose, measure } from "../diagnostics/diagnose.js";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import { requestToken, type TokenGrantResult } from "../oauth/token-request.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { resolveSecret } from "../util/secret.js";
import { createSingleFlight } from "../util/single-flight.js";
import type { LinearAuth } from "./auth.js";
import { type BreakerParts, breakInstallation, checkNotBroken } from "./broken-installation.js";
import { installationLock, LOCKED_TRY_TIMEOUT_MS, type SharedLock } from "./shared-lock.js";

export interface RefresherParts extends BreakerParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  installations: InstallationStore;
  lock: SharedLock;
  logger: Pick<Logger, "debug" | "warn" | "error">;
  diagnose: Diagnose;
}

/** Gives an installation with another access token than that of `stale`: a new one, or one found in the store. */
export type RefreshInstallation = (stale: LinearInstallation) => Promise<LinearInstallation>;

/**
 * Refreshes installations, each once at a time: within the process through a shared promise, across processes through a
 * lock in the bot's state. A new pair is stored before anyone uses it, since its predecessor dies with it.
 * https://linear.app/developers/oauth-2-0-authentication
 */
export function createInstallationRefresher(
  auth: Extract<LinearAuth, { kind: "app" }>,
  parts: RefresherParts,
): RefreshInstallation {
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
    // The stored record has the last word: others may have rotated the pair without our lock, or installed or removed
    // the app in the meantime.
    const after = await read(organizationId);
    if (after.accessToken !== accessToken) return after;
    if (outcome.kind === "refused") {
      await breakInstallation(after, parts);
      throw outcome.error;
    }
    const renewed = withTokens(after, outcome.pair);
    await installations.set(renewed);
    logger.debug("Refreshed the Linear access token", { organizationId });
    return renewed;
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
    lock.run(installationLock(stale.organizationId), {
      work: () => refreshLocked(stale),
      takeOver: () => findSuccessor(stale),
      purpose: "refresh the access token",
      facts: { organizationId: stale.organizationId },
    });

  return (stale) => refreshOnce(stale.organizationId, () => refreshAcrossProcesses(stale));
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
