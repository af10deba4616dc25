import { isLinearAdapterError, LinearAdapterError } from "../errors.js";
import type { InstallationIndex } from "../installations/installation-index.js";
import type { Resealing } from "../installations/installation-store.js";
import type { CredentialSource } from "./auth.js";
import { installationLock, type SharedLock } from "./shared-lock.js";

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

/** Work on all installations, one after the other. A failure of one does not keep the others from it. */
export interface InstallationUpkeep {
  /** @throws {LinearAdapterError} `CONFIG_INVALID` where the host keeps the installations. */
  rotate(): Promise<InstallationRotation>;
  refresh(): Promise<InstallationRefresh>;
}

export interface InstallationUpkeepParts {
  index: InstallationIndex;
  lock: SharedLock;
  credentials: Pick<CredentialSource, "getCredential">;
  /** Missing where the host keeps the installations. */
  sealAgain: ((organizationId: string) => Promise<Resealing>) | undefined;
}

export function createInstallationUpkeep({
  index,
  lock,
  credentials,
  sealAgain,
}: InstallationUpkeepParts): InstallationUpkeep {
  async function forEach<Result>(
    work: (organizationId: string) => Promise<Result>,
  ): Promise<{ results: Result[]; failed: InstallationFailure[] }> {
    const results: Result[] = [];
    const failed: InstallationFailure[] = [];
    for (const organizationId of await index.list()) {
      try {
        results.push(await work(organizationId));
      } catch (error) {
        failed.push({ organizationId, error });
      }
    }
    return { results, failed };
  }

  return {
    async rotate() {
      if (sealAgain === undefined) throw sealedByHost();
      // Sealing takes the lock of the refresh: a refresh of the same moment would be lost without it.
      const { results, failed } = await forEach((organizationId) =>
        lock.run(installationLock(organizationId), {
          work: () => sealAgain(organizationId),
          takeOver: async () => undefined,
          purpose: "refresh the access token",
          facts: { organizationId },
        }),
      );
      const count = (resealing: Resealing): number => results.filter((result) => result === resealing).length;
      return { sealed: count("sealed"), unchanged: count("unchanged"), failed };
    },

    async refresh() {
      const { results, failed } = await forEach((organizationId) => isLive(credentials, organizationId));
      return { live: results.filter(Boolean).length, failed };
    },
  };
}

/** Whether the organization has an installation; asking for its credential renews what is about to expire. */
async function isLive(credentials: Pick<CredentialSource, "getCredential">, organizationId: string): Promise<boolean> {
  try {
    await credentials.getCredential(organizationId);
    return true;
  } catch (error) {
    if (isLinearAdapterError(error, "INSTALLATION_NOT_FOUND")) return false;
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
