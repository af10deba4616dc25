import { LinearAdapterError, LinearRateLimitError } from "../errors.js";
import { type Clock, systemClock } from "../util/clock.js";
import { findAddressFault, type LinearEndpoints } from "../util/endpoints.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { toNetworkReason } from "../util/network-reason.js";

/** What a request to Linear's OAuth endpoints goes out with. All have defaults. */
export interface OAuthRequestParts {
  /** Default: Linear's. */
  endpoints?: Pick<LinearEndpoints, "token" | "revoke">;
  /** Sends the request. Default: the platform's. */
  fetch?: typeof fetch;
  /** Default: the system's. */
  clock?: Clock;
  /** Ends the request; its reason is thrown. */
  signal?: AbortSignal;
  /** Longest time for one try, in milliseconds. Default: 10 s. */
  timeoutMs?: number;
}

/** When a request may be sent again after a failure: "always", or only while Linear cannot have seen it. */
export type Repeat = "always" | "if-unsent";

export interface FormAnswer {
  status: number;
  /** `undefined` when the body is no JSON object. */
  body: JsonObject | undefined;
  /** The time just before the request went out. */
  sentAt: Date;
}

type Attempt = { kind: "answered"; answer: FormAnswer } | { kind: "failed"; reason: string };

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 250;
const DEFAULT_RETRY_AFTER_MS = 1_000;

const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Posts a form and reads the answer, with up to three tries. Redirects are refused: the form holds secrets.
 * @throws {LinearAdapterError} `CONFIG_INVALID` where secrets may not go; `LINEAR_UNREACHABLE` when no try brought an answer below 500.
 * @throws {LinearRateLimitError} for HTTP 429.
 */
export async function postForm(
  url: URL,
  form: URLSearchParams,
  repeat: Repeat,
  parts: OAuthRequestParts,
): Promise<FormAnswer> {
  const { clock = systemClock, signal } = parts;
  const fault = findAddressFault(url);
  if (fault !== undefined) {
    throw new LinearAdapterError("CONFIG_INVALID", `The endpoint ${fault}`, { option: "endpoints" });
  }
  for (let tries = 1; ; tries++) {
    const attempt = await tryToPost(url, form, parts);
    if (attempt.kind === "answered") return attempt.answer;
    const repeatable = repeat === "always" || NEVER_SENT.has(attempt.reason);
    if (tries === MAX_TRIES || !repeatable) throw toUnreachableError(url, attempt.reason, tries);
    await clock.sleep(FIRST_PAUSE_MS * 4 ** (tries - 1), signal);
  }
}

async function tryToPost(url: URL, form: URLSearchParams, parts: OAuthRequestParts): Promise<Attempt> {
  const { fetch = globalThis.fetch, clock = systemClock, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = parts;
  signal?.throwIfAborted();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), timeoutMs);
  const onAbort = (): void => ending.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const sentAt = clock.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      // "manual" stands in for "error", which Cloudflare's workerd does not know.
      redirect: "manual",
      signal: ending.signal,
    });
    const text = await response.text();
    if (isRedirect(response))
      return { kind: "failed", reason: "it wants to redirect the request, which holds secrets" };
    if (response.status === 429) throw toRateLimitError(url, response.headers);
    if (response.status >= 500) return { kind: "failed", reason: `HTTP ${response.status}` };
    return { kind: "answered", answer: { status: response.status, body: parseBody(text), sentAt } };
  } catch (error) {
    if (error instanceof LinearRateLimitError) throw error;
    signal?.throwIfAborted();
    return { kind: "failed", reason: ending.signal.aborted ? "timeout" : toNetworkReason(error, [...form.values()]) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

// A browser's fetch shows a redirect that it did not follow as "opaqueredirect" with status 0.
const isRedirect = ({ type, status }: Response): boolean =>
  type === "opaqueredirect" || (status >= 300 && status < 400);

function parseBody(text: string): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function toUnreachableError(url: URL, reason: string, tries: number): LinearAdapterError {
  return new LinearAdapterError(
    "LINEAR_UNREACHABLE",
    `${url.host}${url.pathname} did not answer (${reason}); try again later, and check the network of this machine`,
    { endpoint: `${url.host}${url.pathname}`, reason, tries },
  );
}

function toRateLimitError(url: URL, headers: Headers): LinearRateLimitError {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return new LinearRateLimitError(
    "Linear limits the rate of OAuth requests; try again later",
    Number.isFinite(seconds) ? seconds * 1_000 : DEFAULT_RETRY_AFTER_MS,
    { endpoint: `${url.host}${url.pathname}` },
  );
}
