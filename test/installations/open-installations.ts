import type { StateAdapter } from "chat";
import { parseEncryptionKeys } from "../../src/installations/encryption-keys.js";
import { createIndexedInstallations } from "../../src/installations/indexed-installations.js";
import { createInstallationStore } from "../../src/installations/installation-changes.js";
import { createInstallationIndex, type InstallationIndex } from "../../src/installations/installation-index.js";
import type { InstallationPlace, InstallationStore } from "../../src/installations/installation-store.js";
import { createSealer } from "../../src/installations/sealer.js";
import { createSharedLock, type SharedLock } from "../../src/installations/shared-lock.js";
import { createStateInstallations } from "../../src/installations/state-installations.js";
import { systemClock } from "../../src/util/clock.js";

const silent = { warn: (): void => {} };

/** The lock of a process that has its own client of the state. */
export const openLock = (state: StateAdapter): SharedLock =>
  createSharedLock({ state: () => state, clock: systemClock, logger: silent });

/** Installations in `place`, as a process has them whose lock is in `state`. */
export const openPlace = (place: InstallationPlace, state: StateAdapter): InstallationStore =>
  createInstallationStore(place, { lock: openLock(state), clock: systemClock });

/** Installations in the bot's state, as one of its processes has them. */
export function openInstallations(state: StateAdapter, ...keys: string[]): InstallationStore {
  const sealer = createSealer({ keys: parseEncryptionKeys(keys) });
  return openPlace(createStateInstallations({ state: () => state, sealer }), state);
}

/** The index as one of the bot's processes has it. */
export const openIndex = (state: StateAdapter, warn: (message: string) => void = silent.warn): InstallationIndex =>
  createInstallationIndex({ state: () => state, lock: openLock(state), clock: systemClock, logger: { warn } });

export const openIndexed = (store: InstallationStore, state: StateAdapter): InstallationStore =>
  createIndexedInstallations(store, openIndex(state));
