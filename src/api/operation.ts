import type { JsonObject } from "../util/json.js";

/** One GraphQL document with the types of its variables and of what is read from the answer. */
export interface Operation<Variables extends object, Result> {
  /** The operation's name in the document. */
  name: string;
  document: string;
  /**
   * `true` when sending it twice has the effect of sending it once: queries, updates, and creations that carry their
   * own id. Only such operations are sent again after an answer was lost.
   */
  repeatable: boolean;
  read(data: JsonObject): Result;
  /** How to read what is there when Linear says that our own id exists: an earlier try had landed. */
  readExisting?: (variables: Variables) => { operation: Operation<{ id: string }, Result>; variables: { id: string } };
}

export interface ExecuteOptions {
  /** The organization to act in; otherwise the one of the current call. */
  organizationId?: string;
  signal?: AbortSignal;
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
}
