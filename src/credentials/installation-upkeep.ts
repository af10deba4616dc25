import type { Logger } from "chat";
import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { Resealing } from "../installations/installation-changes.js";
import type { InstallationIndex } from "../installations/installation-index.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { CredentialSource } from "./auth.js";
import type { InstallationRefresher } from "./installation-refresher.js";

/** An organization whose installation could not be worked on; it is as it was. */
export interface InstallationFailure {
  organizationId: string;
  error: unknown;
}

/** What `rotateInstallations` did, in numbers of organizations. */
export interface InstallationRotation {
  /** Sealed again, with the first key. */
  sealed: number;
  /** Sealed with the first key before. */
  unchanged: number;
  failed: readonly InstallationFailure[];
}

/** What `refreshInstallations` found, in numbers of organizations. */
export interface InstallationRefresh {
  /** Organizations with a token that lives, perhaps a new one. */
  live: number;
  failed: readonly InstallationFailure[];
}

/**
 * Work on all installations, one after the other. A failure of one does not keep the others from it. Organizations that
 * have left are taken off the list.
 */
export interface InstallationUpkeep {
  /** @throws {LinearAdapterError} `CONFIG_INVALID` where the host keeps the installations. */
  rotate(): Promise<InstallationRotation>;
  refresh(): Promise<InstallationRefresh>;
}

export interface InstallationUpkeepParts {
  index: InstallationIndex;
  installations: Pick<InstallationStore, "get">;
  credentials: Pick<CredentialSource, "getCredential">;
  /** Tries again what Linear refused for good once. */
  retry: InstallationRefresher["retry"];
  /** Missing where the host keeps the installations. */
  sealAgain: ((organizationId: string) => Promise<Resealing>) | undefined;
  logger: Pick<Logger, "info" | "warn">;
}

export function createInstallationUpkeep(parts: InstallationUpkeepParts): InstallationUpkeep {
  const { index, installations, sealAgain, logger } = parts;

  async function forEach<Result>(
    work: (organizationId: string) => Promise<Result | "missing">,
  ): Promise<{ results: (Result | "missing")[]; failed: InstallationFailure[] }> {
    const results: (Result | "missing")[] = [];
    const failed: InstallationFailure[] = [];
    const missing: string[] = [];
    for (const organizationId of await index.list()) {
      try {
        const result = await work(organizationId);
        results.push(result);
        if (result === "missing") missing.push(organizationId);
      } catch (error) {
        failed.push({ organizationId, error });
      }
    }
    await prune(missing);
    return { results, failed };
  }

  /** The work is done: that the list could not be tidied is no failure of it. */
  async function prune(missing: readonly string[]): Promise<void> {
    try {
      await index.prune(missing, async (organizationId) => (await installations.get(organizationId)) !== undefined);
    } catch (error) {
      logger.warn("Organizations that have left could not be taken off the list of installations", { error });
    }
  }

  return {
    async rotate() {
      if (sealAgain === undefined) throw sealedByHost();
      const { results, failed } = await forEach(sealAgain);
      const count = (resealing: Resealing): number => results.filter((result) => result === resealing).length;
      return { sealed: count("sealed"), unchanged: count("unchanged"), failed };
    },

    async refresh() {
      const { results, failed } = await forEach((organizationId) => keepAlive(organizationId, parts));
      return { live: results.filter((result) => result === "live").length, failed };
    },
  };
}

/**
 * Renews what is about to expire. An `invalid_grant` may have been false, or passing, so what is marked as broken is
 * tried once more each time.
 */
async function keepAlive(
  organizationId: string,
  { installations, credentials, retry, logger }: InstallationUpkeepParts,
): Promise<"live" | "missing"> {
  const installation = await installations.get(organizationId);
  if (installation === undefined) return "missing";
  try {
    if (installation.brokenSince === undefined || installation.refreshToken === undefined) {
      await credentials.getCredential(organizationId);
    } else {
      await retry(installation);
      logger.info("Linear takes the refresh token of a broken installation again", { organizationId });
    }
    return "live";
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) return "missing";
    throw error;
  }
}

function sealedByHost(): LinearAdapterError {
  return new LinearAdapterError(
    "CONFIG_INVALID",
    "With an installationProvider it is the provider that seals installations: rotate its keys there",
    { option: "installationProvider" },
  );
}
