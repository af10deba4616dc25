import { createRecentMap } from "../util/recent-map.js";
import type { CredentialSource } from "./auth.js";

/** A source of credentials that knows which one it gave last. */
export interface ObservedCredentials extends CredentialSource {
  /** The `Authorization` that was last given for this organization. Undefined before the first one. */
  lastAuthorization(organizationId: string | undefined): string | undefined;
}

// Organizations whose last credential is known. One more costs a call of the host's function.
const CAPACITY = 5_000;

/** @param keyOf gives organizations that share a credential the same key. */
export function observeCredentials(
  source: CredentialSource,
  keyOf: (organizationId: string | undefined) => string,
): ObservedCredentials {
  const last = createRecentMap<string>(CAPACITY);

  return {
    getCredential: async (organizationId) => {
      const credential = await source.getCredential(organizationId);
      const key = keyOf(organizationId);
      if (last.get(key) !== credential.authorization) last.set(key, credential.authorization);
      return credential;
    },
    reject: (credential, organizationId) => source.reject(credential, organizationId),
    knownIdentity: (organizationId) => source.knownIdentity(organizationId),
    lastAuthorization: (organizationId) => last.get(keyOf(organizationId)),
  };
}
