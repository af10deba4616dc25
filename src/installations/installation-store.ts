import type { LinearInstallation } from "./installation.js";

/**
 * The installations of the organizations. Each change is one step for all processes of the bot: it is made of what is
 * stored at that moment, and nothing that another process stores meanwhile is lost.
 */
export interface InstallationStore {
  /**
   * The installation of an organization, `undefined` when it has none. Reading never writes it: a record that should be
   * sealed again stays as it is until the next time it is set.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`; the record stays as it is.
   */
  get(organizationId: string): Promise<LinearInstallation | undefined>;
  /**
   * Replaces the installation of `installation.organizationId`, also one that cannot be read; not one that was installed
   * later. It stays until it is deleted.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE` for one that is incomplete.
   */
  set(installation: LinearInstallation): Promise<"stored" | "outdated">;
  /**
   * Makes of the stored installation what `change` makes of it, and resolves to that; `undefined` is none. `change` may
   * be called several times; what it gives back as it got it is not written.
   * @throws {LinearAdapterError} `INSTALLATION_UNREADABLE`; the record stays as it is.
   */
  update(organizationId: string, change: InstallationChange): Promise<LinearInstallation | undefined>;
  /** Deletes an organization's installation, whatever it is. A missing one is no error. */
  delete(organizationId: string): Promise<void>;
}

export type InstallationChange = (current: LinearInstallation | undefined) => LinearInstallation | undefined;

/** Where installations lie: the bot's state, or a host's own database. It does not know of other processes. */
export interface InstallationPlace {
  /** @throws {LinearAdapterError} `INSTALLATION_UNREADABLE` */
  get(organizationId: string): Promise<LinearInstallation | undefined>;
  set(installation: LinearInstallation): Promise<void>;
  delete(organizationId: string): Promise<void>;
  /** Stores `next` if `expected` is still what is stored, in one step, and resolves to whether it did. */
  compareAndSet?(
    organizationId: string,
    expected: LinearInstallation | undefined,
    next: LinearInstallation | undefined,
  ): Promise<boolean>;
}
