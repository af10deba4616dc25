import { setTimeout as sleep } from "node:timers/promises";
import { execute } from "graphql";
import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { Actor } from "../actions/actor.js";
import type { Faults } from "../faults.js";
import { performWithFault } from "../perform-with-fault.js";
import { errorOfType, invalidInput } from "../request-error.js";
import type { Answer, HttpRequest } from "../server.js";
import type { RecordedRequest, Traffic } from "../traffic.js";
import type { World } from "../world.js";
import {
  invalidDocumentAnswer,
  limitHeaders,
  rateLimitedAnswer,
  refusal,
  toErrorBody,
  toJsonAnswer,
  unauthenticatedAnswer,
} from "./answers.js";
import { MAX_COMPLEXITY } from "./complexity.js";
import type { RequestContext } from "./context.js";
import { createDocuments, type PreparedDocument } from "./documents.js";
import { createExecutableSchema } from "./executable-schema.js";
import { createFilters } from "./filters.js";
import { describeVariableError } from "./missing.js";
import { createRateLimiter } from "./rate-limit.js";

interface GraphQLParts {
  world: World;
  faults: Faults;
  traffic: Traffic;
  authenticate: (authorization: string | undefined) => Actor | undefined;
}

interface Query {
  document: PreparedDocument;
  variables: JsonObject;
}

const OAUTH_LIMITS = { requests: 5_000, complexity: 2_000_000 };
const API_KEY_LIMITS = { requests: 2_500, complexity: 3_000_000 };

// Once for all emulators of a process: it is the same for all, and building it takes most of a start.
const schema = createExecutableSchema();

/** `POST /graphql`. */
export function createGraphQLHandler(parts: GraphQLParts): (request: HttpRequest) => Promise<Answer> {
  const { world, faults, traffic } = parts;
  const prepare = createDocuments(schema);
  const limiter = createRateLimiter(world.now);

  return async (request) => {
    const at = world.now();
    const actor = parts.authenticate(request.headers.authorization);
    const query = readQuery(request, prepare);
    const operationName = query?.document.operationName;
    const fault = faults.meet("graphql", operationName);
    const answer = await performWithFault(fault, () => answerQuery(request, actor, query), {
      unauthorized: unauthenticatedAnswer,
      rateLimited: (retryAfterMs) => {
        const resetAt = world.now().getTime() + retryAfterMs;
        const limit = limitsOf(actor).requests;
        const usedUp = { limit, remaining: 0, resetAt };
        return rateLimitedAnswer(limit, "requests", limitHeaders(usedUp, usedUp, 0));
      },
      error: (type, message) => refusal(200, errorOfType(type, message)),
    });
    if (world.options.latencyMs > 0) await sleep(world.options.latencyMs, undefined, { ref: false });
    traffic.recordRequest(record(request, at, actor, query, answer));
    return answer;
  };

  function limitsOf(actor: Actor | undefined): typeof OAUTH_LIMITS {
    const defaults = actor?.token.kind === "api-key" ? API_KEY_LIMITS : OAUTH_LIMITS;
    return {
      requests: world.options.requestsPerHour ?? defaults.requests,
      complexity: world.options.complexityPerHour ?? defaults.complexity,
    };
  }

  function answerQuery(
    request: HttpRequest,
    actor: Actor | undefined,
    query: Query | undefined,
  ): Promise<Answer> | Answer {
    if (actor === undefined) return unauthenticatedAnswer();
    if (query === undefined) return refusal(400, invalidInput("The body holds no GraphQL query"));
    const { document, variables } = query;
    const points = document.kind === "ready" ? document.complexity(variables) : 0;
    const limits = limitsOf(actor);
    const key = `${actor.token.kind}:${actor.user.id}`;
    const requests = limiter.take(`requests:${key}`, limits.requests, 1);
    const complexity = limiter.take(`complexity:${key}`, limits.complexity, points);
    const headers = limitHeaders(requests, complexity, points);
    if (!requests.isAllowed) return rateLimitedAnswer(limits.requests, "requests", headers);
    if (document.kind === "refused") return invalidDocumentAnswer(document.errors, headers);
    if (points > MAX_COMPLEXITY) {
      const refused = invalidInput(`Query too complex: ${points} points, at most ${MAX_COMPLEXITY} are allowed.`);
      return refusal(400, refused, headers);
    }
    if (!complexity.isAllowed) return rateLimitedAnswer(limits.complexity, "complexity points", headers);
    return run(document, variables, headers, {
      world,
      actor,
      filters: createFilters({ world, actor }),
      limits: { requests, complexity },
      signFilesForSeconds: readSeconds(request.headers["public-file-urls-expire-in"]),
    });
  }
}

async function run(
  { document, operationName }: PreparedDocument & { kind: "ready" },
  variableValues: JsonObject,
  headers: Record<string, string>,
  contextValue: RequestContext,
): Promise<Answer> {
  const result = await execute({
    schema,
    document,
    variableValues,
    contextValue,
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (result.errors === undefined) return toJsonAnswer(200, { data: result.data }, headers);
  // Without `data` nothing ran: the variables did not fit the document.
  if (!("data" in result)) {
    const refused = result.errors.map((error) => {
      const message = describeVariableError(error.message);
      return { message, extensions: invalidInput(message).extensions };
    });
    return toJsonAnswer(400, { errors: refused }, headers);
  }
  return toJsonAnswer(200, { errors: result.errors.map(toErrorBody), data: result.data }, headers);
}

function readQuery(request: HttpRequest, prepare: ReturnType<typeof createDocuments>): Query | undefined {
  const body = readJson(request.body.toString("utf8"));
  if (!isJsonObject(body) || typeof body.query !== "string") return undefined;
  const operationName = typeof body.operationName === "string" ? body.operationName : undefined;
  return {
    document: prepare(body.query, operationName),
    variables: isJsonObject(body.variables) ? body.variables : {},
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readSeconds(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || Number.isNaN(seconds) ? undefined : seconds;
}

function record(
  request: HttpRequest,
  at: Date,
  actor: Actor | undefined,
  query: Query | undefined,
  answer: Answer,
): RecordedRequest {
  return {
    operationName: query?.document.operationName,
    variables: query?.variables ?? {},
    complexity: query?.document.kind === "ready" ? query.document.complexity(query.variables) : 0,
    requestBytes: request.body.byteLength,
    responseBytes: answer === "dropped" ? 0 : Buffer.byteLength(answer.body),
    status: answer === "dropped" ? "dropped" : answer.status,
    at,
    organizationId: actor?.user.organizationId,
    tokenKind: actor === undefined ? "none" : tokenKind(actor),
  };
}

function tokenKind({ token, user }: Actor): RecordedRequest["tokenKind"] {
  if (token.kind === "api-key") return "api-key";
  return user.appId === undefined ? "person" : "app";
}
