import { LinearAdapterError, LinearRateLimitError } from "../errors.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { toSafeLine } from "../util/network-reason.js";

/** Why an operation did not succeed, as far as the answer tells. */
export type ApiFailure =
  | { kind: "unauthorized" }
  /** `isRefilling`: the whole limit is back after `retryAfterMs`, a single request is possible long before. */
  | { kind: "rate-limited"; retryAfterMs: number; isRefilling: boolean }
  | { kind: "transient"; reason: string; status: number | undefined; retryAfterMs: number | undefined }
  | {
      kind: "refused";
      code: "FORBIDDEN" | "NOT_FOUND" | "INPUT_REFUSED" | "CONFLICT" | "LINEAR_FAILED";
      reason: string;
    };

/** An HTTP answer, read. `body` is undefined when it is not JSON. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: unknown;
  /** What the request authenticated with, which no error repeats. */
  token: string;
}

// Linear's error types in lower case. https://linear.app/developers/graphql (errors), classes of @linear/sdk 98.
const TRANSIENT_TYPES = new Set(["internal error", "network error", "lock timeout", "bootstrap error"]);
const FORBIDDEN_TYPES = new Set(["forbidden", "feature not accessible", "usage limit exceeded"]);

/** The failure that an answer holds; undefined when it holds data without errors. */
export function readFailure(answer: ApiAnswer, now: Date): ApiFailure | undefined {
  const error = firstError(answer.body);
  if (error === undefined) return isSuccess(answer.status) ? undefined : failureOfStatus(answer, now);

  const extensions = isJsonObject(error.extensions) ? error.extensions : {};
  const type = text(extensions.type).toLowerCase();
  const reason = reasonOf(error, extensions, answer.token);

  // A rate limit comes as HTTP 400: the code decides, not the status. https://linear.app/developers/rate-limiting
  if (extensions.code === "RATELIMITED" || type === "ratelimited") return rateLimited(answer.headers, now);
  if (extensions.code === "AUTHENTICATION_ERROR" || type === "authentication error" || answer.status === 401) {
    return { kind: "unauthorized" };
  }
  if (/^conflict on insert/i.test(text(error.message))) return { kind: "refused", code: "CONFLICT", reason };
  // Linear answers "invalid input" both for a missing entity and for one that we may not see.
  if (/^entity not found/i.test(text(error.message))) return { kind: "refused", code: "NOT_FOUND", reason };
  if (TRANSIENT_TYPES.has(type) || answer.status >= 500 || extensions.code === "INTERNAL_SERVER_ERROR") {
    return { kind: "transient", reason, status: answer.status, retryAfterMs: retryAfterMs(answer.headers) };
  }
  if (FORBIDDEN_TYPES.has(type) || answer.status === 403 || /^invalid (scope|role)/i.test(reason)) {
    return { kind: "refused", code: "FORBIDDEN", reason };
  }
  if (type === "" && extensions.code === undefined && !isSuccess(answer.status)) return failureOfStatus(answer, now);
  return { kind: "refused", code: "INPUT_REFUSED", reason };
}

function failureOfStatus(answer: ApiAnswer, now: Date): ApiFailure {
  const { status, headers } = answer;
  const reason = `HTTP ${status}`;
  if (status === 401) return { kind: "unauthorized" };
  if (status === 429) return rateLimited(headers, now);
  if (status >= 500 || status === 408) {
    return { kind: "transient", reason, status, retryAfterMs: retryAfterMs(headers) };
  }
  if (status === 403) return { kind: "refused", code: "FORBIDDEN", reason };
  return { kind: "refused", code: "LINEAR_FAILED", reason };
}

const RESET_HEADERS = ["x-ratelimit-requests", "x-ratelimit-complexity", "x-ratelimit-endpoint-requests"];

// Limits refill evenly up to the reset. https://linear.app/developers/rate-limiting
function rateLimited(headers: Headers, now: Date): ApiFailure {
  const stated = retryAfterMs(headers);
  if (stated !== undefined) return { kind: "rate-limited", retryAfterMs: stated, isRefilling: false };
  const resets = RESET_HEADERS.filter((name) => Number(headers.get(`${name}-remaining`) ?? "1") <= 0)
    .map((name) => Number(headers.get(`${name}-reset`) ?? Number.NaN) - now.getTime())
    .filter((ms) => ms > 0);
  return { kind: "rate-limited", retryAfterMs: resets.length === 0 ? 1_000 : Math.max(...resets), isRefilling: true };
}

function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return seconds >= 0 ? seconds * 1_000 : undefined;
}

/** The error to throw when nothing more is tried. */
export function toError(failure: ApiFailure, operation: string): LinearAdapterError | LinearRateLimitError {
  switch (failure.kind) {
    case "unauthorized":
      return new LinearAdapterError(
        "AUTHENTICATION_FAILED",
        "Linear does not accept the credential: check the API key or token, or have the organization install the app again",
        { operation },
      );
    case "rate-limited":
      return new LinearRateLimitError(
        `Linear's rate limit is used up; the next request is possible in about ${Math.ceil(failure.retryAfterMs / 1_000)} s`,
        failure.retryAfterMs,
        { operation },
      );
    case "transient":
      return new LinearAdapterError(
        failure.status === undefined ? "LINEAR_UNREACHABLE" : "LINEAR_FAILED",
        `Linear did not answer ${operation} properly, also when asked again: ${failure.reason}`,
        { operation, status: failure.status, reason: failure.reason },
      );
    case "refused":
      return new LinearAdapterError(failure.code, `Linear refused ${operation}: ${failure.reason}`, { operation });
  }
}

function firstError(body: unknown): JsonObject | undefined {
  const errors = isJsonObject(body) && Array.isArray(body.errors) ? body.errors : [];
  return errors.find(isJsonObject);
}

const MAX_REASON_LENGTH = 300;
// GraphQL servers quote the variable that does not fit, and with it the text of a message.
const INPUT_ECHO = /got invalid value .*/s;

function reasonOf(error: JsonObject, extensions: JsonObject, token: string): string {
  const presentable = text(extensions.userPresentableMessage);
  const message = text(error.message);
  const both = presentable === "" || presentable === message ? message : `${message} (${presentable})`;
  const told = toSafeLine(both.replace(INPUT_ECHO, "got an invalid value"), [token]);
  return told.slice(0, MAX_REASON_LENGTH) || "no reason given";
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

// A redirect is no success: the request was not carried out.
const isSuccess = (status: number): boolean => status >= 200 && status < 300;
