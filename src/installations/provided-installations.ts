import { LinearAdapterError } from "../errors.js";
import { type LinearInstallation, parseInstallation } from "./installation.js";
import type { InstallationPlace } from "./installation-store.js";

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
  /**
   * Replaces (`null`: deletes) an organization's installation in one step, if what is stored is still `expected` (`null`:
   * none), and resolves to whether it was. It is the same one when its `accessToken` is. With it, what your own code writes
   * to the store is safe from a refresh that is under way: it is neither overwritten nor, when deleted, brought back.
   * Without it a lock in the bot's state keeps the calls of the adapter apart, and those alone.
   */
  compareAndSet?(
    organizationId: string,
    expected: LinearInstallation | null,
    replacement: LinearInstallation | null,
  ): Promise<boolean>;
}

export function createProvidedInstallations(provider: LinearInstallationProvider): InstallationPlace {
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
    ...(provider.compareAndSet && { compareAndSet: createCompareAndSet(provider) }),
  };
}

function createCompareAndSet(provider: LinearInstallationProvider): NonNullable<InstallationPlace["compareAndSet"]> {
  return async (organizationId, expected, next) => {
    const answer: unknown = await provider.compareAndSet?.(organizationId, expected ?? null, next ?? null);
    if (typeof answer === "boolean") return answer;
    throw new LinearAdapterError(
      "CONFIG_INVALID",
      "The installationProvider's compareAndSet has to give true or false: whether it has replaced the installation",
      { option: "installationProvider" },
    );
  };
}
