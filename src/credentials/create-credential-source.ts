import type { Logger, StateAdapter } from "chat";
import type { InstallationStore } from "../installations/installation-store.js";
import type { Clock } from "../util/clock.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { createAccessTokenSource } from "./access-token.js";
import { createApiKeySource } from "./api-key.js";
import { createAppInstallationSource } from "./app-installation.js";
import type { CredentialSource, LinearAuth } from "./auth.js";
import { createClientCredentialsSource } from "./client-credentials.js";

export interface CredentialParts {
  endpoints: LinearEndpoints;
  fetch: typeof fetch;
  clock: Clock;
  installations: InstallationStore;
  /** A function, since a bot hands over its state when it starts. */
  state: () => StateAdapter;
  logger: Pick<Logger, "debug" | "info" | "warn" | "error">;
}

/** The one place that looks at the kind of authentication. */
export function createCredentialSource(auth: LinearAuth, parts: CredentialParts): CredentialSource {
  switch (auth.kind) {
    case "api-key":
      return createApiKeySource(auth);
    case "access-token":
      return createAccessTokenSource(auth);
    case "client-credentials":
      return createClientCredentialsSource(auth, parts);
    case "app":
      return createAppInstallationSource(auth, parts);
  }
}
