import { createRequire } from "node:module";
import type { LinearClient } from "@linear/sdk";
import type { Credential, CredentialSource } from "../credentials/auth.js";
import { isJsonObject } from "../util/json.js";

const requireModule = createRequire(import.meta.url);

/**
 * A client of `@linear/sdk` that asks for a live credential on every request and once more after a 401. The SDK takes
 * most of a tenth of a second to load, so that happens here, when somebody wants a client.
 */
export function createLinearClient(
  endpoint: URL,
  credentials: CredentialSource,
  organizationId: string | undefined,
): LinearClient {
  const sdk: typeof import("@linear/sdk") = requireModule("@linear/sdk");
  // The SDK wants a token up front; the header below replaces it on every request.
  const client = new sdk.LinearClient({ accessToken: "replaced-on-each-request", apiUrl: endpoint.href });
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

  graphql.request = (document, variables, headers) =>
    withCredential(({ authorization }) =>
      send(document, variables, { ...toRecord(headers), Authorization: authorization }),
    );
  graphql.rawRequest = (query, variables, headers) =>
    withCredential(({ authorization }) =>
      sendRaw(query, variables, { ...toRecord(headers), Authorization: authorization }),
    );
  return client;
}

const toRecord = (headers: RequestInit["headers"]): Record<string, string> =>
  Object.fromEntries(new Headers(headers).entries());

function statusOf(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const status = isJsonObject(error.response) ? error.response.status : error.status;
  return typeof status === "number" ? status : undefined;
}
