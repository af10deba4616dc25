import type { StateAdapter } from "chat";
import { type LinearInstallation, parseInstallation } from "./installation.js";
import type { OpenedInstallation, Sealer } from "./sealer.js";

/** Where the installations are: the bot's state, under the keys of `@chat-adapter/linear`. */
export interface InstallationStore {
  /**
   * The installation of an organization, `undefined` when it has none. Reading never writes: a record that should be
   * sealed again stays as it is until the next time it is set.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`; the record stays as it is.
   */
  get(organizationId: string): Promise<LinearInstallation | undefined>;
  /** Replaces the installation of `installation.organizationId`. It stays until it is deleted. */
  set(installation: LinearInstallation): Promise<void>;
  delete(organizationId: string): Promise<void>;
}

/** What became of a record that was to be sealed with the newest key. */
export type Resealing = "sealed" | "unchanged" | "missing";

/** A store that seals its records. */
export interface SealedInstallationStore extends InstallationStore {
  /**
   * Seals a record again that is plain, in an older format or sealed with an older key. To be called under the
   * installation's lock.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`; the record stays as it is.
   */
  sealAgain(organizationId: string): Promise<Resealing>;
}

export interface InstallationStoreParts {
  /** A function, since a bot hands over its state when it starts. */
  state: () => StateAdapter;
  sealer: Sealer;
}

export function createInstallationStore({ state, sealer }: InstallationStoreParts): SealedInstallationStore {
  async function open(organizationId: string): Promise<OpenedInstallation | undefined> {
    const stored = await state().get(toKey(organizationId));
    return stored === null || stored === undefined ? undefined : await sealer.open(stored, organizationId);
  }

  async function set(installation: LinearInstallation): Promise<void> {
    const sealed = await sealer.seal(parseInstallation(installation));
    await state().set(toKey(installation.organizationId), sealed);
  }

  return {
    get: async (organizationId) => (await open(organizationId))?.installation,
    set,
    async sealAgain(organizationId) {
      const opened = await open(organizationId);
      if (opened === undefined) return "missing";
      if (!opened.sealAgain) return "unchanged";
      await set(opened.installation);
      return "sealed";
    },
    async delete(organizationId) {
      await state().delete(toKey(organizationId));
    },
  };
}

const toKey = (organizationId: string): string => `linear:installation:${organizationId}`;
