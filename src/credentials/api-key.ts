import type { CredentialSource, LinearAuth } from "./auth.js";
import { toRawKey } from "./authorization.js";
import { createStaticSecretSource } from "./static-secret.js";

/** A person's API key: everything appears as that person. */
export function createApiKeySource({ apiKey }: Extract<LinearAuth, { kind: "api-key" }>): CredentialSource {
  return createStaticSecretSource(apiKey, toRawKey);
}
