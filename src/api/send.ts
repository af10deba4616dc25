import type { Credential } from "../credentials/auth.js";
import type { Clock } from "../util/clock.js";
import { listTexts, toNetworkReason } from "../util/network-reason.js";
import { startTimeLimit } from "../util/time-limit.js";
import type { ApiAnswer, ApiFailure } from "./api-failure.js";
import type { ExecuteOptions } from "./operation.js";

export interface SendParts {
  endpoint: URL;
  fetch: typeof fetch;
  clock: Clock;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** Sends a request once. What kept it from being answered is a failure. */
export async function send(
  parts: SendParts,
  credential: Credential,
  body: string,
  { signal }: ExecuteOptions,
): Promise<ApiAnswer | { failure: ApiFailure }> {
  const timeout = startTimeLimit(parts.clock, REQUEST_TIMEOUT_MS);
  // A Worker's fetch that is called as a method of `parts` would be an "Illegal invocation".
  const { fetch, endpoint } = parts;
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: credential.authorization },
      body,
      // Following a redirect would carry the token to another host.
      redirect: "manual",
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parseJson(text), token: tokenOf(credential) };
  } catch (error) {
    if (signal?.aborted) throw error;
    const reason = timeout.signal.aborted
      ? `no answer within ${REQUEST_TIMEOUT_MS / 1_000} s`
      : reasonOf(error, credential, body);
    return { failure: { kind: "transient", reason, status: undefined, retryAfterMs: undefined } };
  } finally {
    timeout.cancel();
  }
}

const tokenOf = ({ authorization }: Credential): string => authorization.replace(/^Bearer /, "");

function reasonOf(error: unknown, credential: Credential, body: string): string {
  return toNetworkReason(error, [tokenOf(credential), ...listTexts(parseJson(body))]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
