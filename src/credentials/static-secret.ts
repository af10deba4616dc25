import { resolveSecret, type Secret } from "../util/secret.js";
import type { CredentialSource } from "./auth.js";

/**
 * A source for a secret that is not ours to renew: the host's string, or its function, which is asked on every use.
 */
export function createStaticSecretSource(
  secret: Secret,
  toAuthorization: (secret: string) => string,
): CredentialSource {
  const resolve = async (organizationId: string | undefined): Promise<string> =>
    toAuthorization(await resolveSecret(secret, organizationId));

  return {
    async getCredential(organizationId) {
      return { authorization: await resolve(organizationId), organizationId: undefined };
    },
    async reject(credential, organizationId) {
      if (typeof secret !== "function") return false;
      return (await resolve(organizationId)) !== credential.authorization;
    },
    knownIdentity: () => undefined,
  };
}
