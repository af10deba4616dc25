import type { CredentialSource } from "../credentials/auth.js";
import { isLinearAdapterError } from "../errors.js";
import { createLinearApi, type LinearApiParts } from "./linear-api.js";
import { getViewer } from "./operations/users.js";

/** Whether Linear takes an access token of the organization just now. Nothing renews it. */
export type CheckToken = (accessToken: string, organizationId: string) => Promise<boolean>;

export function createTokenCheck(parts: Omit<LinearApiParts, "credentials">): CheckToken {
  return async (accessToken, organizationId) => {
    const api = createLinearApi({ ...parts, credentials: createFixedCredential(accessToken, organizationId) });
    try {
      return (await api.execute(getViewer, {}, { organizationId })).organizationId === organizationId;
    } catch (error) {
      // A token that may not read is one that Linear knows.
      if (isLinearAdapterError(error, "FORBIDDEN")) return true;
      if (isLinearAdapterError(error, "AUTHENTICATION_FAILED")) return false;
      throw error;
    }
  };
}

function createFixedCredential(accessToken: string, organizationId: string): CredentialSource {
  return {
    getCredential: async () => ({ authorization: `Bearer ${accessToken}`, organizationId }),
    reject: async () => false,
    knownIdentity: () => undefined,
  };
}
