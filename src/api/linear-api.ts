import type { Logger } from "chat";
import type { Credential, CredentialSource } from "../credentials/auth.js";
import { LinearAdapterError } from "../errors.js";
import type { Clock } from "../util/clock.js";
import { isJsonObject, UnexpectedValueError } from "../util/json.js";
import { listTexts, toNetworkReason } from "../util/network-reason.js";
import { type ApiAnswer, type ApiFailure, readFailure, toError } from "./api-failure.js";
import type { ExecuteOptions, LinearApi, Operation } from "./operation.js";
import { createRateBudget } from "./rate-budget.js";

export interface LinearApiParts {
  endpoint: URL;
  credentials: CredentialSource;
  /** The organization of the current call, where the call itself does not name one. */
  currentOrganization: () => string | undefined;
  fetch: typeof fetch;
  clock: Clock;
  /** Between 0 and 1, for the jitter of waits. */
  random: () => number;
  logger: Pick<Logger, "debug">;
}

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_TRIES = 5;
const FIRST_BACKOFF_MS = 250;
// Linear's limits refill evenly: a few requests come back every second or two.
const FIRST_REFILL_MS = 1_000;
// A handler can wait this long for one request; a limit that resets later is reported to the caller.
const MAX_WAIT_MS = 30_000;

/** What has been tried so far for one operation. */
interface Progress {
  tries: number;
  waitedMs: number;
  renewed: boolean;
  /** Whether a try may have had its effect though its answer was lost. */
  mayHaveLanded: boolean;
}

type NextStep = { kind: "renew" } | { kind: "wait"; ms: number } | { kind: "already-done" } | { kind: "give-up" };

export function createLinearApi(parts: LinearApiParts): LinearApi {
  const budget = createRateBudget();
  const api: LinearApi = {
    watchBudget: () => {
      const organizationId = parts.currentOrganization();
      return () => budget.left(organizationId, parts.clock.now());
    },
    async execute(operation, variables, options = {}) {
      const organizationId = options.organizationId ?? parts.currentOrganization();
      const body = JSON.stringify({ query: operation.document, variables, operationName: operation.name });
      const progress: Progress = { tries: 0, waitedMs: 0, renewed: false, mayHaveLanded: false };

      for (;;) {
        const credential = await parts.credentials.getCredential(organizationId);
        const answer = await send(parts, credential, body, options);
        if ("headers" in answer) budget.note(organizationId, answer.headers, parts.clock.now());
        const failure = "failure" in answer ? answer.failure : readFailure(answer, parts.clock.now());
        if (failure === undefined && !("failure" in answer)) return readResult(operation, answer);
        if (failure === undefined) continue;

        progress.tries += 1;
        const step = nextStep(failure, progress, operation, parts.random());
        parts.logger.debug("Linear request failed", {
          operation: operation.name,
          failure: failure.kind,
          next: step.kind,
        });
        switch (step.kind) {
          case "renew":
            progress.renewed = true;
            if (!(await parts.credentials.reject(credential, organizationId))) throw toError(failure, operation.name);
            break;
          case "wait":
            progress.waitedMs += step.ms;
            progress.mayHaveLanded ||= failure.kind === "transient";
            await parts.clock.sleep(step.ms, options.signal);
            if ((await options.isStillWanted?.()) === false) throw toError(failure, operation.name);
            break;
          case "already-done":
            return await readAlreadyDone(api, operation, variables, { ...options, organizationId });
          case "give-up":
            throw toError(failure, operation.name);
        }
      }
    },
  };
  return api;
}

function nextStep<Variables extends object, Result>(
  failure: ApiFailure,
  progress: Progress,
  operation: Operation<Variables, Result>,
  random: number,
): NextStep {
  const waitFor = (ms: number): NextStep =>
    progress.tries < MAX_TRIES && progress.waitedMs + ms <= MAX_WAIT_MS ? { kind: "wait", ms } : { kind: "give-up" };
  const backoff = (firstMs: number): number => firstMs * 2 ** (progress.tries - 1) * (0.5 + random);

  switch (failure.kind) {
    case "unauthorized":
      return progress.renewed ? { kind: "give-up" } : { kind: "renew" };
    case "rate-limited":
      return waitFor(
        failure.isRefilling && failure.retryAfterMs > MAX_WAIT_MS ? backoff(FIRST_REFILL_MS) : failure.retryAfterMs,
      );
    case "transient":
      return waitFor(failure.retryAfterMs ?? backoff(FIRST_BACKOFF_MS));
    case "refused":
      return isAlreadyDone(failure.code, progress, operation) ? { kind: "already-done" } : { kind: "give-up" };
  }
}

// A conflict on an id of ours means that an earlier try landed. "Not found" means "deleted" only after a lost answer.
function isAlreadyDone<Variables extends object, Result>(
  code: LinearAdapterError["code"],
  progress: Progress,
  { alreadyDone }: Operation<Variables, Result>,
): boolean {
  return code === alreadyDone?.sign && (code === "CONFLICT" || progress.mayHaveLanded);
}

async function readAlreadyDone<Variables extends object, Result>(
  api: LinearApi,
  { alreadyDone }: Operation<Variables, Result>,
  variables: Variables,
  options: ExecuteOptions,
): Promise<Result> {
  if (alreadyDone === undefined) {
    throw new LinearAdapterError("LINEAR_FAILED", "An operation was taken for done that cannot be");
  }
  if ("result" in alreadyDone) return alreadyDone.result;
  return await api.execute(alreadyDone.readExisting, { id: alreadyDone.idOf(variables) }, options);
}

async function send(
  parts: LinearApiParts,
  credential: Credential,
  body: string,
  { signal }: ExecuteOptions,
): Promise<ApiAnswer | { failure: ApiFailure }> {
  const timeout = startTimeout(parts.clock);
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
    return { status: response.status, headers: response.headers, body: parseJson(text) };
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

/** A signal that aborts when an answer is overdue. */
function startTimeout(clock: Clock): { signal: AbortSignal; cancel(): void } {
  const overdue = new AbortController();
  const cancelled = new AbortController();
  clock.sleep(REQUEST_TIMEOUT_MS, cancelled.signal).then(
    () => overdue.abort(),
    () => {},
  );
  // A reason of its own spares every request a DOMException with a stack.
  return { signal: overdue.signal, cancel: () => cancelled.abort("answered") };
}

function reasonOf(error: unknown, { authorization }: Credential, body: string): string {
  const token = authorization.replace(/^Bearer /, "");
  return toNetworkReason(error, [token, ...listTexts(parseJson(body))]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readResult<Variables extends object, Result>(
  operation: Operation<Variables, Result>,
  answer: ApiAnswer,
): Result {
  try {
    const data = isJsonObject(answer.body) ? answer.body.data : undefined;
    if (!isJsonObject(data)) throw new UnexpectedValueError("data", "an object");
    return operation.read(data);
  } catch (error) {
    if (!(error instanceof UnexpectedValueError)) throw error;
    throw new LinearAdapterError(
      "RESPONSE_INVALID",
      `Linear's answer to ${operation.name} is not what its schema says: ${error.message}`,
      { operation: operation.name, path: error.path },
    );
  }
}
