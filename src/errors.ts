/**
 * Every code of a {@link LinearAdapterError}. The README's error table says what each means and what to do.
 */
export type LinearErrorCode =
  | "CONFIG_INVALID"
  | "NOT_INITIALIZED"
  | "THREAD_ID_INVALID"
  | "MESSAGE_INVALID"
  | "STREAM_NOT_UNDERSTOOD"
  | "ANSWER_INCOMPLETE"
  | "ORGANIZATION_UNKNOWN"
  | "INSTALLATION_NOT_FOUND"
  | "INSTALLATION_UNREADABLE"
  | "REQUEST_BODY_CONSUMED"
  | "OAUTH_DENIED"
  | "OAUTH_REQUEST_REFUSED"
  | "OAUTH_CALLBACK_INVALID"
  | "OAUTH_STATE_INVALID"
  | "OAUTH_STATE_USED"
  | "OAUTH_STATE_EXPIRED"
  | "OAUTH_CODE_REFUSED"
  | "OAUTH_WRONG_ACTOR"
  | "OAUTH_SCOPES_MISSING"
  | "TOKEN_REQUEST_FAILED"
  | "AUTHENTICATION_FAILED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "INPUT_REFUSED"
  | "CONFLICT"
  | "FILE_NOT_IN_LINEAR"
  | "FILE_TOO_LARGE"
  | "FILE_TYPE_REFUSED"
  | "FILE_UNREADABLE"
  | "UPLOAD_REFUSED"
  | "LINEAR_UNREACHABLE"
  | "LINEAR_FAILED"
  | "RESPONSE_INVALID";

/** What is known about an error besides its message. Never holds a token, a code, a secret or a message body. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * The error of this package. `code` is stable, `message` says what happened and what to do. Where an adapter was made, it
 * is an instance of the Chat SDK's `ChatError`.
 */
export class LinearAdapterError extends Error {
  override readonly name: string = "LinearAdapterError";
  readonly code: LinearErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: LinearErrorCode, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Linear's rate limit is used up. `retryAfterMs` is in milliseconds, from now. Where an adapter was made, it is an instance
 * of the Chat SDK's `RateLimitError`.
 * https://linear.app/developers/rate-limiting
 */
export class LinearRateLimitError extends Error {
  override readonly name: string = "LinearRateLimitError";
  /** The code of every `RateLimitError` of the Chat SDK. */
  readonly code: "RATE_LIMITED" = "RATE_LIMITED";
  readonly retryAfterMs: number;
  readonly facts: ErrorFacts;

  constructor(message: string, retryAfterMs: number, facts: ErrorFacts = {}) {
    super(message);
    this.retryAfterMs = retryAfterMs;
    this.facts = facts;
  }
}

/** Whether `error` is a {@link LinearAdapterError}, with this `code` where one is given. */
export function isLinearAdapterError(error: unknown, code?: LinearErrorCode): error is LinearAdapterError {
  return error instanceof LinearAdapterError && (code === undefined || error.code === code);
}
