import type { JsonObject } from "../util/json.js";

/** One GraphQL document with the types of its variables and of what is read from the answer. */
export interface Operation<Variables extends object, Result> {
  /** The operation's name in the document. */
  name: string;
  document: string;
  /** @throws {UnexpectedValueError} when the answer is not what the document asked for. */
  read(data: JsonObject): Result;
  /**
   * Says what Linear's refusal of a second sending means when the answer to the first was lost. Sending any operation
   * of this package twice has the effect of sending it once: creations carry their own id, and the few that cannot are
   * left to a `SingleTry`.
   */
  alreadyDone?: AlreadyDone<Variables, Result>;
}

export type AlreadyDone<Variables extends object, Result> =
  /** Linear knows our id ("conflict on insert"): read what is there. */
  | { sign: "CONFLICT"; readExisting: Operation<{ id: string }, Result>; idOf(variables: Variables): string }
  /** Linear knows our id, or what was to be deleted is gone; nothing has to be read. */
  | { sign: "CONFLICT" | "NOT_FOUND"; result: Result };

export interface ExecuteOptions {
  /** The organization to act in; otherwise the one of the current call. */
  organizationId?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Asked before each further try; false gives up, and the failure of the last try is thrown. */
  isStillWanted?: (() => Promise<boolean>) | undefined;
}

/** Sends operations to Linear. */
export interface LinearApi {
  /**
   * @throws {LinearAdapterError} `AUTHENTICATION_FAILED`, `FORBIDDEN`, `NOT_FOUND`, `INPUT_REFUSED`, `CONFLICT`,
   * `LINEAR_UNREACHABLE`, `LINEAR_FAILED`, `RESPONSE_INVALID` and those of the credential.
   * @throws {LinearRateLimitError} when the limit is used up and does not reset soon.
   */
  execute<Variables extends object, Result>(
    operation: Operation<Variables, Result>,
    variables: Variables,
    options?: ExecuteOptions,
  ): Promise<Result>;
  /**
   * Gives a function that tells what is left of the rate limit of the organization of this call, 0 to 1, as far as
   * Linear has said; 1 at first.
   */
  watchBudget(): () => number;
}
