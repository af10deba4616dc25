import { isJsonObject, type JsonObject } from "../util/json.js";
import type { Answer } from "./server.js";

/** The answer of a mutation that says `success: false` where it said `true`. */
export function toUnsuccessful(answer: Answer): Answer {
  return alterFields(answer, (payload) => ("success" in payload ? { ...payload, success: false } : payload));
}

/** The answer of a mutation without what it created or changed; where nothing of that was asked for, without anything. */
export function toEmpty(answer: Answer): Answer {
  return alterFields(answer, (payload) => {
    const entities = Object.entries(payload).filter(([, value]) => typeof value === "object");
    return entities.length === 0 ? null : { ...payload, ...Object.fromEntries(entities.map(([key]) => [key, null])) };
  });
}

function alterFields(answer: Answer, alter: (payload: JsonObject) => JsonObject | null): Answer {
  if (answer === "dropped") return answer;
  const body: unknown = JSON.parse(answer.body.toString());
  if (!isJsonObject(body) || !isJsonObject(body.data)) return answer;
  const data = Object.fromEntries(
    Object.entries(body.data).map(([field, payload]) => [field, isJsonObject(payload) ? alter(payload) : payload]),
  );
  return { ...answer, body: JSON.stringify({ ...body, data }) };
}
