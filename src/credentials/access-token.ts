import type { CredentialSource, LinearAuth } from "./auth.js";
import { toBearer } from "./authorization.js";
import { createStaticSecretSource } from "./static-secret.js";

/** An OAuth token that the host gets and renews. */
export function createAccessTokenSource({
  accessToken,
}: Extract<LinearAuth, { kind: "access-token" }>): CredentialSource {
  return createStaticSecretSource(accessToken, (token) => toBearer(token, "accessToken"));
}
