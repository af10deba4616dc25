import type { LinearClient } from "@linear/sdk";
import type { CredentialSource, LinearAuth } from "../credentials/auth.js";
import { organizationUnknown } from "../credentials/installation-errors.js";
import type { OrganizationContext } from "../organizations/organization-context.js";
import { servesSeveral } from "../organizations/thread-organizations.js";
import type { LinearEndpoints } from "../util/endpoints.js";
import { createLinearClients } from "./linear-client.js";
import { createPrepareVariables, type OwnCreationsParts } from "./own-creations.js";

export interface CurrentClientParts extends OwnCreationsParts {
  config: { auth: LinearAuth; endpoints: LinearEndpoints };
  context: OrganizationContext;
  credentials: CredentialSource;
}

/** The SDK's client for the current organization, the same on every read. */
export function createCurrentClient(parts: CurrentClientParts): () => LinearClient {
  const { config, context, credentials } = parts;
  const { auth, endpoints } = config;
  const clientOf = createLinearClients(endpoints.graphql, credentials, createPrepareVariables(parts));
  return () => {
    const organizationId = context.current()?.organizationId;
    if (auth.kind === "app" && organizationId === undefined) throw organizationUnknown();
    return clientOf(servesSeveral(auth) ? organizationId : undefined);
  };
}
