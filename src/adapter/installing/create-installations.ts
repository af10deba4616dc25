import type { Logger, StateAdapter } from "chat";
import type { CredentialSource } from "../../credentials/auth.js";
import { createCredentialSource } from "../../credentials/create-credential-source.js";
import { createInstallationUpkeep, type InstallationUpkeep } from "../../credentials/installation-upkeep.js";
import { createKeepIdentity, type KeepIdentity } from "../../credentials/kept-identity.js";
import { createSharedLock } from "../../credentials/shared-lock.js";
import type { Diagnose } from "../../diagnostics/diagnose.js";
import { createIndexedInstallations, createInstallationIndex } from "../../installations/installation-index.js";
import {
  createInstallationStore,
  type InstallationStore,
  type SealedInstallationStore,
} from "../../installations/installation-store.js";
import { createProvidedInstallations } from "../../installations/provided-installations.js";
import { createSealer } from "../../installations/sealer.js";
import type { Clock } from "../../util/clock.js";
import type { ResolvedConfig } from "../config/resolve-config.js";

export interface CreateInstallationsParts {
  state: () => StateAdapter;
  fetch: typeof fetch;
  clock: Clock;
  logger: Logger;
  diagnose: Diagnose;
}

/** The stored tokens, how they are used, and how they are kept alive. */
export interface InstallationCore {
  installations: InstallationStore;
  credentials: CredentialSource;
  upkeep: InstallationUpkeep;
  keepIdentity: KeepIdentity;
}

export function createInstallations(config: ResolvedConfig, parts: CreateInstallationsParts): InstallationCore {
  const { endpoints, encryptionKeys, onInstallationBroken } = config;
  const { store, sealAgain } = openStore(config, parts.state);
  const lock = createSharedLock(parts);
  const index = createInstallationIndex(parts);
  const installations = createIndexedInstallations(store, index);
  const credentials = createCredentialSource(config.auth, {
    ...parts,
    endpoints,
    installations,
    lock,
    encryptionKeys,
    onInstallationBroken,
  });
  return {
    installations,
    credentials,
    upkeep: createInstallationUpkeep({ index, lock, credentials, sealAgain }),
    keepIdentity: createKeepIdentity(config.auth, { ...parts, installations, lock }),
  };
}

/** Opens the store of installations, with how to seal them again. A host that keeps them seals them itself. */
function openStore(
  { installationProvider, encryptionKeys }: ResolvedConfig,
  state: () => StateAdapter,
): { store: InstallationStore; sealAgain: SealedInstallationStore["sealAgain"] | undefined } {
  if (installationProvider) return { store: createProvidedInstallations(installationProvider), sealAgain: undefined };
  const store = createInstallationStore({ state, sealer: createSealer({ keys: encryptionKeys }) });
  return { store, sealAgain: store.sealAgain };
}
