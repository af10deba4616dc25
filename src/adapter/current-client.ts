import type { LinearClient } from "@linear/sdk";
import type { CredentialSource, LinearAuth } from "../credentials/auth.js";
import { organizationUnknown } from "../credentials/installation-errors.js";
import type { OrganizationContext } from "../organizations/organization-context.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { createLinearClient } from "./linear-client.js";

export interface CurrentClientParts {
  config: { auth: LinearAuth; endpoints: LinearEndpoints };
  context: OrganizationContext;
  credentials: CredentialSource;
}

/** The SDK's client for the current organization. */
export function createCurrentClient({ config, context, credentials }: CurrentClientParts): () => LinearClient {
  const { auth, endpoints } = config;
  return () => {
    const organizationId = context.current()?.organizationId;
    if (auth.kind === "app" && organizationId === undefined) throw organizationUnknown();
    return createLinearClient(endpoints.graphql, credentials, organizationId);
  };
}
