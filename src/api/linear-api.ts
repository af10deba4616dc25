import type { Logger } from "chat";
import type { CredentialSource } from "../credentials/auth.js";
import { type Diagnose, measure } from "../diagnostics/diagnose.js";
import { LinearAdapterError } from "../errors.js";
import { isJsonObject, UnexpectedValueError } from "../util/json.js";
import { type ApiAnswer, type ApiFailure, readFailure, toError } from "./api-failure.js";
import type { ExecuteOptions, LinearApi, Operation } from "./operation.js";
import { createRateBudget } from "./rate-budget.js";
import { type SendParts, send } from "./send.js";

export interface LinearApiParts extends SendParts {
  credentials: CredentialSource;
  /** The organization of the current call, where the call itself does not name one. */
  currentOrganization: () => string | undefined;
  /** Between 0 and 1, for the jitter of waits. */
  random: () => number;
  logger: Pick<Logger, "debug" | "warn">;
  diagnose: Diagnose;
}

const MAX_TRIES = 5;
const FIRST_BACKOFF_MS = 250;
// Linear's limits refill evenly: a few requests come back every second or two.
const FIRST_REFILL_MS = 1_000;
// A handler can wait this long for one request; a limit that resets later is reported to the caller.
const MAX_WAIT_MS = 30_000;
// People notice that an answer takes so much longer.
const LONG_WAIT_MS = 5_000;

/** What has been tried so far for one operation. */
interface Progress {
  /** How many tries have failed. */
  tries: number;
  waitedMs: number;
  renewed: boolean;
  /** Whether a try may have had its effect though its answer was lost. */
  mayHaveLanded: boolean;
  /** The price of the last try, where its answer tells. */
  points: number | undefined;
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
      const progress: Progress = { tries: 0, waitedMs: 0, renewed: false, mayHaveLanded: false, points: undefined };

      return await measure(
        parts.clock,
        () => tryUntilSettled(operation, variables, { ...options, organizationId }, progress),
        (measured) => {
          const { tries, waitedMs, points } = progress;
          const { name } = operation;
          const budgetLeft = budget.left(organizationId, parts.clock.now());
          const allTries = measured.outcome === "done" ? tries + 1 : tries;
          parts.diagnose(
            { kind: "request", ...measured, operation: name, tries: allTries, waitedMs, points, budgetLeft },
            organizationId === undefined ? {} : { organizationId },
          );
        },
      );
    },
  };

  async function tryUntilSettled<Variables extends object, Result>(
    operation: Operation<Variables, Result>,
    variables: Variables,
    options: ExecuteOptions,
    progress: Progress,
  ): Promise<Result> {
    const { organizationId } = options;
    const body = JSON.stringify({ query: operation.document, variables, operationName: operation.name });

    for (;;) {
      const credential = await parts.credentials.getCredential(organizationId);
      const answer = await send(parts, credential, body, options);
      if ("headers" in answer) {
        budget.note(organizationId, answer.headers, parts.clock.now());
        progress.points = readPoints(answer.headers);
      }
      const failure = "failure" in answer ? answer.failure : readFailure(answer, parts.clock.now());
      if (failure === undefined && !("failure" in answer)) return readResult(operation, answer);
      if (failure === undefined) continue;

      progress.tries += 1;
      const step = nextStep(failure, progress, operation, parts.random());
      reportRetry(operation.name, failure, step, progress, parts);
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
          return await readAlreadyDone(api, operation, variables, options);
        case "give-up":
          throw toError(failure, operation.name);
      }
    }
  }

  return api;
}

/** Tells that something is tried again: a short wait to who looks closely, a long one to everybody. */
function reportRetry(
  operation: string,
  failure: ApiFailure,
  step: NextStep,
  { tries }: Progress,
  { clock, diagnose, logger }: LinearApiParts,
): void {
  if (failure.kind === "refused" || (step.kind !== "wait" && step.kind !== "renew")) return;
  const waitMs = step.kind === "wait" ? step.ms : 0;
  const isLong = failure.kind === "rate-limited" && waitMs >= LONG_WAIT_MS;
  const what = isLong ? "A Linear request waits for the rate limit" : "A Linear request failed and is tried again";
  logger[isLong ? "warn" : "debug"](what, { operation, failure: failure.kind, tries, waitMs: Math.round(waitMs) });
  diagnose({ kind: "retry", at: clock.now().getTime(), operation, cause: failure.kind, tries, waitMs });
}

/** https://linear.app/developers/rate-limiting#api-request-complexity */
function readPoints(headers: Headers): number | undefined {
  const points = headers.get("x-complexity");
  return points === null || Number.isNaN(Number(points)) ? undefined : Number(points);
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
