import type { Logger } from "chat";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import { hasSameTokens, type LinearInstallation } from "../installations/installation.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { Clock } from "../util/clock.js";
import { toInstant } from "../util/instant.js";

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
 * Marks an installation as broken whose refresh token Linear has refused, and reports it, both once. Resolves to what is
 * stored then: one with other tokens was not refused, and is not marked.
 */
export async function breakInstallation(
  refused: LinearInstallation,
  parts: BreakerParts,
): Promise<LinearInstallation | undefined> {
  const { organizationId } = refused;
  const brokenSince = parts.clock.now().getTime();
  let isMarked = false;
  const stored = await parts.installations.update(organizationId, (current) => {
    isMarked = current !== undefined && current.brokenSince === undefined && hasSameTokens(current, refused);
    return isMarked && current ? { ...current, brokenSince } : current;
  });
  if (isMarked) await report(organizationId, brokenSince, parts);
  return stored;
}

async function report(
  organizationId: string,
  brokenSince: number,
  { logger, onInstallationBroken }: BreakerParts,
): Promise<void> {
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
    `Linear refused the refresh token of organization ${organizationId} for good on ${toInstant(brokenSince).toISOString()}; the organization must install the app again`,
    { organizationId, grant: "refresh_token", reason: "invalid_grant", brokenSince },
  );
}

/** Whether a call failed since Linear takes neither the refresh token nor the access token of its installation. */
export function isRefusedForGood(error: unknown): boolean {
  if (isLinearAdapterError(error, "AUTHENTICATION_FAILED")) return true;
  return isLinearAdapterError(error, "TOKEN_REQUEST_FAILED") && error.facts.reason === "invalid_grant";
}
