import type { LinearClient } from "@linear/sdk";
import type { Credential, CredentialSource } from "../credentials/auth.js";
import { isJsonObject } from "../util/json.js";
import { createLazyObject } from "../util/lazy-object.js";
import type { PrepareVariables } from "./own-creations.js";

type GraphQLClient = LinearClient["client"];

/**
 * Gives each organization one client of `@linear/sdk` that asks for a live credential on every request and once more
 * after a 401. The SDK takes most of a tenth of a second to load, so that happens with the first call of a client.
 */
export function createLinearClients(
  endpoint: URL,
  credentials: CredentialSource,
  prepare: PrepareVariables,
): (organizationId: string | undefined) => LinearClient {
  const clients = new Map<string | undefined, LinearClient>();
  return (organizationId) => {
    const client = clients.get(organizationId) ?? createLazyClient(endpoint, credentials, prepare, organizationId);
    clients.set(organizationId, client);
    return client;
  };
}

function createLazyClient(
  endpoint: URL,
  credentials: CredentialSource,
  prepare: PrepareVariables,
  organizationId: string | undefined,
): LinearClient {
  let loading: Promise<LinearClient> | undefined;
  const settings: ((graphql: GraphQLClient) => void)[] = [];
  const load = async (): Promise<LinearClient> => {
    loading ??= loadClient(endpoint, credentials, prepare, organizationId);
    const client = await loading;
    for (const set of settings.splice(0)) set(client.client);
    return client;
  };

  // Calls of the two methods that give no promise are kept for the client that is loaded later.
  const setLater = (set: (graphql: GraphQLClient) => void): GraphQLClient => {
    settings.push(set);
    return graphql;
  };
  const graphql: GraphQLClient = createLazyObject<GraphQLClient>(
    {
      setHeader: (name, value) => setLater((client) => client.setHeader(name, value)),
      setHeaders: (headers) => setLater((client) => client.setHeaders(headers)),
    },
    async () => (await load()).client,
  );
  return createLazyObject<LinearClient>({ client: graphql, options: toOptions(endpoint) }, load);
}

async function loadClient(
  endpoint: URL,
  credentials: CredentialSource,
  prepare: PrepareVariables,
  organizationId: string | undefined,
): Promise<LinearClient> {
  const sdk = await import("@linear/sdk");
  // The SDK wants a token up front; the header below replaces it on every request.
  const client = new sdk.LinearClient({ accessToken: "replaced-on-each-request", ...toOptions(endpoint) });
  const graphql = client.client;
  const send = graphql.request.bind(graphql);
  const sendRaw = graphql.rawRequest.bind(graphql);

  const withCredential = async <Result>(work: (credential: Credential) => Promise<Result>): Promise<Result> => {
    const credential = await credentials.getCredential(organizationId);
    try {
      return await work(credential);
    } catch (error) {
      if (statusOf(error) !== 401 || !(await credentials.reject(credential, organizationId))) throw error;
      return await work(await credentials.getCredential(organizationId));
    }
  };

  graphql.request = async (document, variables, headers) => {
    const prepared = await prepare(document, variables);
    return await withCredential(({ authorization }) =>
      send(document, prepared, { ...toRecord(headers), Authorization: authorization }),
    );
  };
  graphql.rawRequest = async (query, variables, headers) => {
    const prepared = await prepare(query, variables);
    return await withCredential(({ authorization }) =>
      sendRaw(query, prepared, { ...toRecord(headers), Authorization: authorization }),
    );
  };
  return client;
}

// Following a redirect of HTTP 307 would carry what is written to another host.
const toOptions = (endpoint: URL): { apiUrl: string; redirect: "manual" } => ({
  apiUrl: endpoint.href,
  redirect: "manual",
});

const toRecord = (headers: RequestInit["headers"]): Record<string, string> =>
  Object.fromEntries(new Headers(headers).entries());

function statusOf(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const status = isJsonObject(error.response) ? error.response.status : error.status;
  return typeof status === "number" ? status : undefined;
}
