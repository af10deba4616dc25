/**
 * The address of a file that Linear keeps, below `base`; undefined for every other one, however alike it looks. What this
 * gives is what is fetched: nothing is parsed a second time.
 * https://linear.app/developers/file-storage-authentication
 */
export function parseFileAddress(address: string | URL, base: URL): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isBelow = url.origin === base.origin && url.pathname.startsWith(base.pathname);
  return isBelow && url.pathname !== base.pathname && url.username === "" && url.password === "" ? url : undefined;
}
