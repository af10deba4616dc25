import type { Logger, StateAdapter } from "chat";
import type { CredentialSource, LinearAuth } from "../../credentials/auth.js";
import { createCredentialSource } from "../../credentials/create-credential-source.js";
import { notInstalled } from "../../credentials/installation-errors.js";
import {
  createInstallationRefresher,
  type InstallationRefresher,
  type RefresherParts,
} from "../../credentials/installation-refresher.js";
import { createInstallationUpkeep, type InstallationUpkeep } from "../../credentials/installation-upkeep.js";
import { createKeepIdentity, type KeepIdentity } from "../../credentials/kept-identity.js";
import type { Diagnose } from "../../diagnostics/diagnose.js";
import { createIndexedInstallations } from "../../installations/indexed-installations.js";
import {
  createInstallationStore,
  createSealAgain,
  type InstallationChangesParts,
  type Resealing,
} from "../../installations/installation-changes.js";
import { createInstallationIndex, type InstallationIndex } from "../../installations/installation-index.js";
import type { InstallationStore } from "../../installations/installation-store.js";
import { createProvidedInstallations } from "../../installations/provided-installations.js";
import { createSealer } from "../../installations/sealer.js";
import { createSharedLock } from "../../installations/shared-lock.js";
import { createStateInstallations } from "../../installations/state-installations.js";
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
  installationIndex: InstallationIndex;
  credentials: CredentialSource;
  /** Gets an organization new tokens, whatever was said of the old ones. */
  retryTokens: InstallationRefresher["retry"];
  upkeep: InstallationUpkeep;
  keepIdentity: KeepIdentity;
}

export function createInstallations(config: ResolvedConfig, parts: CreateInstallationsParts): InstallationCore {
  const { auth, endpoints, encryptionKeys, onInstallationBroken } = config;
  const lock = createSharedLock(parts);
  const index = createInstallationIndex({ ...parts, lock });
  const { store, sealAgain } = openStore(config, parts.state, { ...parts, lock });
  const installations = createIndexedInstallations(store, index);
  const credentialParts = { ...parts, endpoints, installations, lock, encryptionKeys, onInstallationBroken };
  const credentials = createCredentialSource(auth, credentialParts);
  const retry = createRetry(auth, credentialParts);
  return {
    installations,
    installationIndex: index,
    credentials,
    retryTokens: retry,
    upkeep: createInstallationUpkeep({ ...parts, index, installations, credentials, retry, sealAgain }),
    keepIdentity: createKeepIdentity(auth, { ...parts, installations }),
  };
}

/** Opens the store of installations, with how to seal them again. A host that keeps them seals them itself. */
function openStore(
  { installationProvider, encryptionKeys: keys, requireSealedInstallations: requireSealed }: ResolvedConfig,
  state: () => StateAdapter,
  parts: InstallationChangesParts,
): { store: InstallationStore; sealAgain: ((organizationId: string) => Promise<Resealing>) | undefined } {
  if (installationProvider) {
    const store = createInstallationStore(createProvidedInstallations(installationProvider), parts);
    return { store, sealAgain: undefined };
  }
  const place = createStateInstallations({ state, sealer: createSealer({ keys, requireSealed }) });
  return { store: createInstallationStore(place, parts), sealAgain: createSealAgain(place, parts) };
}

/** Only installations of a multi-tenant app have tokens that can be tried again. */
function createRetry(auth: LinearAuth, parts: RefresherParts): InstallationRefresher["retry"] {
  if (auth.kind === "app") return createInstallationRefresher(auth, parts).retry;
  return async ({ organizationId }) => {
    throw notInstalled(organizationId);
  };
}
