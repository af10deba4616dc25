import type { StateAdapter } from "chat";
import { type LinearInstallation, parseInstallation } from "./installation.js";
import type { Sealer } from "./sealer.js";

/** Where the installations are: the bot's state, under the keys of `@chat-adapter/linear`. */
export interface InstallationStore {
  /**
   * The installation of an organization, `undefined` when it has none. Reading never writes: a record that should be
   * sealed again is, the next time it is set.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`; the record stays as it is.
   */
  get(organizationId: string): Promise<LinearInstallation | undefined>;
  /** Replaces the installation of `installation.organizationId`. It stays until it is deleted. */
  set(installation: LinearInstallation): Promise<void>;
  delete(organizationId: string): Promise<void>;
}

export interface InstallationStoreParts {
  /** A function, since a bot hands over its state when it starts. */
  state: () => StateAdapter;
  sealer: Sealer;
}

export function createInstallationStore({ state, sealer }: InstallationStoreParts): InstallationStore {
  return {
    async get(organizationId) {
      const stored = await state().get(toKey(organizationId));
      if (stored === null || stored === undefined) return undefined;
      return (await sealer.open(stored, organizationId)).installation;
    },
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
