import { isLinearAdapterError, type LinearErrorCode } from "../errors.js";

/** Exit codes by what went wrong. They are stable: scripts depend on them. */
export const EXIT_CODES = {
  done: 0,
  unexpected: 1,
  usage: 2,
  configuration: 3,
  authentication: 4,
  "not-found": 5,
  refused: 6,
  "rate-limited": 7,
  unreachable: 8,
  "check-failed": 9,
} as const;

export type FailureKind = Exclude<keyof typeof EXIT_CODES, "done">;

/** A command could not do what it was asked for. The message is for a person, and holds no secret. */
export class CliFailure extends Error {
  override readonly name: string = "CliFailure";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

const KINDS: { readonly [Code in LinearErrorCode]?: FailureKind } = {
  CONFIG_INVALID: "configuration",
  AUTHENTICATION_FAILED: "authentication",
  TOKEN_REQUEST_FAILED: "authentication",
  INSTALLATION_NOT_FOUND: "authentication",
  FORBIDDEN: "refused",
  INPUT_REFUSED: "refused",
  CONFLICT: "refused",
  NOT_FOUND: "not-found",
  LINEAR_UNREACHABLE: "unreachable",
};

/** Any error as a failure of a command. */
export function toFailure(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const message = error instanceof Error ? error.message : "The command failed";
  if (error instanceof Error && error.name === "LinearRateLimitError") {
    return new CliFailure("rate-limited", message, error);
  }
  return new CliFailure((isLinearAdapterError(error) && KINDS[error.code]) || "unexpected", message, error);
}
