import { LinearAdapterError } from "../errors.js";
import { type LinearInstallation, parseInstallation } from "./installation.js";
import type { InstallationStore } from "./installation-store.js";

/**
 * A host's own store of installations, in place of the bot's state. It gets and gives them in the clear and keeps every
 * field. All processes of the bot have to see what one of them has saved as soon as `save` resolves: tokens are renewed
 * under a lock in the bot's state, and each pair replaces the one before it.
 */
export interface LinearInstallationProvider {
  /** The installation as it was saved last; nothing when there is none. */
  get(organizationId: string): Promise<LinearInstallation | null | undefined>;
  /** Replaces the installation of `installation.organizationId`. When it rejects, nobody uses the new tokens. */
  save(installation: LinearInstallation): Promise<void>;
  /** Deletes an organization's installation. A missing one is no error. */
  delete(organizationId: string): Promise<void>;
}

export function createProvidedInstallations(provider: LinearInstallationProvider): InstallationStore {
  return {
    async get(organizationId) {
      const found = await provider.get(organizationId);
      if (found === undefined || found === null) return undefined;
      const installation = parseInstallation(found);
      if (installation.organizationId === organizationId) return installation;
      throw new LinearAdapterError(
        "INSTALLATION_UNREADABLE",
        `The installationProvider gave an installation of organization ${installation.organizationId} for ${organizationId}`,
        { organizationId },
      );
    },
    set: async (installation) => await provider.save(parseInstallation(installation)),
    delete: async (organizationId) => await provider.delete(organizationId),
  };
}
