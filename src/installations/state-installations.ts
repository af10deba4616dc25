import type { StateAdapter } from "chat";
import { parseInstallation } from "./installation.js";
import type { InstallationPlace } from "./installation-store.js";
import type { OpenedInstallation, Sealer } from "./sealer.js";

/** A place that seals its records. */
export interface SealedInstallations extends InstallationPlace {
  /**
   * The installation of an organization, with whether a write would protect it better.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`
   */
  open(organizationId: string): Promise<OpenedInstallation | undefined>;
}

export interface StateInstallationsParts {
  /** A function, since a bot hands over its state when it starts. */
  state: () => StateAdapter;
  sealer: Sealer;
}

/** The bot's state as the place of installations, under the keys of `@chat-adapter/linear`. */
export function createStateInstallations({ state, sealer }: StateInstallationsParts): SealedInstallations {
  async function open(organizationId: string): Promise<OpenedInstallation | undefined> {
    const stored = await state().get(toKey(organizationId));
    return stored === null || stored === undefined ? undefined : await sealer.open(stored, organizationId);
  }

  return {
    open,
    get: async (organizationId) => (await open(organizationId))?.installation,
    async set(installation) {
      const sealed = await sealer.seal(parseInstallation(installation));
      await state().set(toKey(installation.organizationId), sealed);
    },
    async delete(organizationId) {
      await state().delete(toKey(organizationId));
    },
  };
}

const toKey = (organizationId: string): string => `linear:installation:${organizationId}`;
