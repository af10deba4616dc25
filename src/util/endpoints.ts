/** Where Linear is. */
export interface LinearEndpoints {
  graphql: URL;
  authorize: URL;
  token: URL;
  revoke: URL;
}

const LINEAR: LinearEndpoints = {
  graphql: new URL("https://api.linear.app/graphql"),
  // People authorize on the website, not on the API's host.
  // https://linear.app/developers/oauth-2-0-authentication
  authorize: new URL("https://linear.app/oauth/authorize"),
  token: new URL("https://api.linear.app/oauth/token"),
  revoke: new URL("https://api.linear.app/oauth/revoke"),
};

/**
 * The endpoints below `apiUrl`, which is either the GraphQL endpoint (`https://host/graphql`, as `@linear/sdk` has it)
 * or the base above it. Without one: Linear's own.
 * @throws {TypeError} when `apiUrl` is not a URL.
 */
export function resolveEndpoints(apiUrl?: string): LinearEndpoints {
  if (apiUrl === undefined || isLinear(new URL(apiUrl))) return LINEAR;
  const base = apiUrl.replace(/\/+$/, "").replace(/\/graphql$/, "");
  return {
    graphql: new URL(`${base}/graphql`),
    authorize: new URL(`${base}/oauth/authorize`),
    token: new URL(`${base}/oauth/token`),
    revoke: new URL(`${base}/oauth/revoke`),
  };
}

const isLinear = (url: URL): boolean => url.protocol === "https:" && url.host === "api.linear.app";
