import type { Logger, StateAdapter } from "chat";
import type { Diagnose } from "../diagnostics/diagnose.js";
import { type KeySource, resolveKeyRing } from "../installations/encryption-keys.js";
import { createFieldSealers } from "../installations/field-sealer.js";
import type { InstallationStore } from "../installations/installation-store.js";
import type { SharedLock } from "../installations/shared-lock.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { createAccessTokenSource } from "./access-token.js";
import { createApiKeySource } from "./api-key.js";
import { createAppInstallationSource } from "./app-installation.js";
import { type AppTokenShare, createAppTokenShare } from "./app-token-share.js";
import type { CredentialSource, LinearAuth } from "./auth.js";
import type { OnInstallationBroken } from "./broken-installation.js";
import { createClientCredentialsSource } from "./client-credentials.js";

export interface CredentialParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  installations: InstallationStore;
  /** A function, since a bot hands over its state when it starts. */
  state: () => StateAdapter;
  /** Seal the token of client credentials in the state. */
  encryptionKeys: KeySource;
  onInstallationBroken?: OnInstallationBroken | undefined;
  /** The one lock under which tokens change, shared with whoever else changes them. */
  lock: SharedLock;
  logger: Pick<Logger, "debug" | "info" | "warn" | "error">;
  diagnose: Diagnose;
}

/** The one place that looks at the kind of authentication. */
export function createCredentialSource(auth: LinearAuth, parts: CredentialParts): CredentialSource {
  switch (auth.kind) {
    case "api-key":
      return createApiKeySource(auth);
    case "access-token":
      return createAccessTokenSource(auth);
    case "client-credentials":
      return createClientCredentialsSource(auth, { ...parts, share: shareAppToken(parts) });
    case "app":
      return createAppInstallationSource(auth, parts);
  }
}

function shareAppToken(parts: CredentialParts): AppTokenShare {
  const sealerOf = { plain: createFieldSealers(), sealed: createFieldSealers(undefined, "sealed-by-us") };
  return createAppTokenShare({
    ...parts,
    // It is a cache, so a plain token where there is a key was not left by a time before the key: it was planted.
    sealer: async () => {
      const ring = await resolveKeyRing(parts.encryptionKeys);
      return ring.length === 0 ? sealerOf.plain(ring) : sealerOf.sealed(ring);
    },
  });
}
