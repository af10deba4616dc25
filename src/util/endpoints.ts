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
 * @throws {TypeError} when tokens cannot go to `apiUrl`: it is no URL, plain http to another machine, or names a user.
 */
export function resolveEndpoints(apiUrl?: string): LinearEndpoints {
  if (apiUrl === undefined) return LINEAR;
  const fault = findAddressFault(apiUrl);
  if (fault !== undefined) throw new TypeError(`apiUrl ${fault}`);
  if (isLinear(new URL(apiUrl))) return LINEAR;
  const base = baseOf(apiUrl);
  return {
    graphql: new URL(`${base}/graphql`),
    authorize: new URL(`${base}/oauth/authorize`),
    token: new URL(`${base}/oauth/token`),
    revoke: new URL(`${base}/oauth/revoke`),
  };
}

/**
 * Below which Linear's files are: at Linear, whatever proxy `apiUrl` is, and in the emulator, when that is on this machine.
 * https://linear.app/developers/file-storage-authentication
 */
export function resolveFilesUrl(apiUrl?: string): URL {
  const isHere = apiUrl !== undefined && LOOPBACK.test(new URL(apiUrl).hostname);
  return new URL(isHere ? `${baseOf(apiUrl)}/files/` : "https://uploads.linear.app/");
}

const baseOf = (apiUrl: string): string => apiUrl.replace(/\/+$/, "").replace(/\/graphql$/, "");

/** Why no token may go to an address, as the end of a sentence; `undefined` when it may. Never holds the address. */
export function findAddressFault(address: string | URL): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return "is not an http(s) URL";
  if (url.username !== "" || url.password !== "")
    return "names a user or a password: leave out what stands before the @";
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    return "is not encrypted, and would carry tokens to another machine: use https, or http with localhost, 127.0.0.1 or [::1]";
  }
  return undefined;
}

// What the URL parser makes of every way to write them: lower case, no leading zeros, IPv4 in four decimal parts.
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const isLinear = (url: URL): boolean => url.protocol === "https:" && url.host === "api.linear.app";
