import { LinearAdapterError } from "../errors.js";
import { type JsonObject, readBoolean, readObject } from "../util/json.js";

/**
 * Reads what a mutation answers, once it says that it was done: Linear has `success: false` beside GraphQL errors.
 * @throws {LinearAdapterError} `LINEAR_FAILED`
 */
export function readPayload(data: JsonObject, mutation: string): JsonObject {
  const payload = readObject(data, mutation, "data");
  if (readBoolean(payload, "success", mutation)) return payload;
  throw new LinearAdapterError(
    "LINEAR_FAILED",
    `Linear answered ${mutation} with success: false and no reason: look in Linear whether it was done before trying again`,
    { mutation },
  );
}

/**
 * Reads what a mutation has created or changed, once it says that it was done.
 * @throws {LinearAdapterError} `LINEAR_FAILED`
 */
export function readChanged<Value>(
  data: JsonObject,
  mutation: string,
  key: string,
  read: (changed: JsonObject, path: string) => Value,
): Value {
  return read(readObject(readPayload(data, mutation), key, mutation), `${mutation}.${key}`);
}
