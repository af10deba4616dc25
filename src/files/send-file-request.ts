import type { Credential } from "../credentials/auth.js";
import { findAddressFault } from "../util/endpoints.js";
import { toNetworkReason } from "../util/network-reason.js";

/** What became of one request for a file. */
export type FileAnswer =
  | { kind: "file"; response: Response }
  /** Linear does not take the token. */
  | { kind: "unauthorized" }
  | { kind: "refused"; status: number }
  | { kind: "rate-limited"; retryAfterMs: number }
  /** Worth another try. */
  | { kind: "transient"; reason: string }
  | { kind: "wrong-redirect" };

const MAX_REDIRECTS = 3;

/**
 * Asks for a file once. The token goes to `url` alone: whatever that redirects to, as a storage with signed addresses, is
 * asked without it.
 */
export async function sendFileRequest(
  fetch: typeof globalThis.fetch,
  url: URL,
  credential: Credential,
  signal: AbortSignal,
): Promise<FileAnswer> {
  let target = url;
  let headers: Record<string, string> = { authorization: credential.authorization };
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetchOnce(fetch, target, { headers, redirect: "manual", signal }, credential);
    if ("kind" in response) return response;
    if (!isRedirect(response.status)) return await readAnswer(response, redirects);
    await drop(response);
    const next = nextTarget(response, target, url);
    if (next === undefined || redirects === MAX_REDIRECTS) return { kind: "wrong-redirect" };
    target = next;
    headers = {};
  }
}

async function fetchOnce(
  fetch: typeof globalThis.fetch,
  target: URL,
  init: RequestInit & { signal: AbortSignal },
  { authorization }: Credential,
): Promise<Response | { kind: "transient"; reason: string }> {
  try {
    return await fetch(target, init);
  } catch (error) {
    if (init.signal.aborted) throw init.signal.reason;
    return { kind: "transient", reason: toNetworkReason(error, secretsOf(target, authorization)) };
  }
}

/** What no error may repeat of a request for a file. */
export const secretsOf = (target: URL, authorization = ""): string[] => [
  authorization.replace(/^Bearer /, ""),
  target.href,
  target.search,
  ...target.searchParams.values(),
];

async function readAnswer(response: Response, redirects: number): Promise<FileAnswer> {
  const { status } = response;
  if (status === 200) return { kind: "file", response };
  await drop(response);
  // Behind a redirect nobody was shown the token, so that nothing is wrong with it.
  if (status === 401 && redirects === 0) return { kind: "unauthorized" };
  if (status === 429) return { kind: "rate-limited", retryAfterMs: retryAfterMs(response.headers) };
  if (status >= 500 || status === 408) return { kind: "transient", reason: `HTTP ${status}` };
  return { kind: "refused", status };
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Where a redirect leads, as encrypted as the file's own address; undefined when that is nowhere to go. */
function nextTarget({ headers }: Response, from: URL, first: URL): URL | undefined {
  const location = headers.get("location");
  if (location === null || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return target.protocol === first.protocol && findAddressFault(target) === undefined ? target : undefined;
}

/** Lets go of an answer that nobody reads, so that its connection is free. */
export async function drop({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => {});
}

export function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return seconds >= 0 ? seconds * 1_000 : 1_000;
}
