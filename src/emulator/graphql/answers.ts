import type { GraphQLError } from "graphql";
import { LinearRequestError, rateLimited, unauthenticated } from "../request-error.js";
import type { Answer } from "../server.js";
import type { LimitReport } from "./rate-limit.js";

export const toJsonAnswer = (status: number, body: object, headers: Record<string, string> = {}): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
});

/** One refusal that stopped the request before anything ran. */
export function refusal(status: number, error: LinearRequestError, headers: Record<string, string> = {}): Answer {
  const { message, extensions } = error;
  return toJsonAnswer(status, { errors: [{ message, extensions }], data: null }, headers);
}

export const unauthenticatedAnswer = (): Answer => refusal(401, unauthenticated());

// HTTP 400 and not 429: https://linear.app/developers/rate-limiting
export function rateLimitedAnswer(
  limit: number,
  what: "requests" | "complexity points",
  headers: Record<string, string>,
): Answer {
  return refusal(400, rateLimited(`Rate limit exceeded. Only ${limit} ${what} are allowed per 1 hour.`), headers);
}

/** A document that Linear does not understand: HTTP 400 with one error per mistake. */
export function invalidDocumentAnswer(errors: readonly GraphQLError[], headers: Record<string, string>): Answer {
  const code = "GRAPHQL_VALIDATION_FAILED";
  const extensions = { type: "graphql error", code, statusCode: 400, userError: true, http: { status: 400 } };
  const described = errors.map(({ message, locations }) => ({ message, locations, extensions }));
  return toJsonAnswer(400, { errors: described }, headers);
}

/** An error of a resolver as Linear words it; one that is no refusal is the emulator's own mistake. */
export function toErrorBody(error: GraphQLError): object {
  const { message, path, originalError } = error;
  if (originalError instanceof LinearRequestError) return { message, path, extensions: error.extensions };
  return {
    message,
    path,
    extensions: { type: "internal error", code: "INTERNAL_SERVER_ERROR", statusCode: 500, userError: false },
  };
}

export function limitHeaders(requests: LimitReport, complexity: LimitReport, points: number): Record<string, string> {
  return {
    "X-RateLimit-Requests-Limit": String(requests.limit),
    "X-RateLimit-Requests-Remaining": String(requests.remaining),
    "X-RateLimit-Requests-Reset": String(requests.resetAt),
    "X-Complexity": String(points),
    "X-RateLimit-Complexity-Limit": String(complexity.limit),
    "X-RateLimit-Complexity-Remaining": String(complexity.remaining),
    "X-RateLimit-Complexity-Reset": String(complexity.resetAt),
  };
}
