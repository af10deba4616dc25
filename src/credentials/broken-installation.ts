import type { Logger } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { Clock } from "../util/clock.js";

/** An installation that can give no more tokens: its organization has to install the app again. */
export interface InstallationBrokenEvent {
  organizationId: string;
  /** Code of the error that calls for this organization fail with from now on. */
  code: "TOKEN_REQUEST_FAILED";
  /** What Linear answered to the refresh token. */
  reason: "invalid_grant";
  /** Since when it is broken, in milliseconds since 1970. */
  brokenSince: number;
}

/** Hears of broken installations. Awaited; what it throws is logged. */
export type OnInstallationBroken = (event: InstallationBrokenEvent) => unknown;

export interface BreakerParts {
  installations: InstallationStore;
  clock: Clock;
  logger: Pick<Logger, "error">;
  onInstallationBroken?: OnInstallationBroken | undefined;
}

/**
 * Marks an installation as broken and reports it, both once: it is called under the lock of the installation and for
 * one that is not marked yet. A new installation has no mark.
 */
export async function breakInstallation(installation: LinearInstallation, parts: BreakerParts): Promise<void> {
  const { installations, clock, logger, onInstallationBroken } = parts;
  const { organizationId } = installation;
  const brokenSince = clock.now().getTime();
  await installations.set({ ...installation, brokenSince });
  logger.error("Linear refused the refresh token for good: the organization must install the app again", {
    organizationId,
  });
  try {
    await onInstallationBroken?.({
      organizationId,
      code: "TOKEN_REQUEST_FAILED",
      reason: "invalid_grant",
      brokenSince,
    });
  } catch (error) {
    logger.error("onInstallationBroken failed", { organizationId, error });
  }
}

/** @throws {LinearAdapterError} `TOKEN_REQUEST_FAILED` when the installation is marked as broken. */
export function checkNotBroken({ organizationId, brokenSince }: LinearInstallation): void {
  if (brokenSince === undefined) return;
  throw new LinearAdapterError(
    "TOKEN_REQUEST_FAILED",
    `Linear refused the refresh token of organization ${organizationId} for good on ${new Date(brokenSince).toISOString()}; the organization must install the app again`,
    { organizationId, grant: "refresh_token", reason: "invalid_grant", brokenSince },
  );
}
