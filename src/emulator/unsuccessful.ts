import { isJsonObject } from "../util/json.js";
import type { Answer } from "./server.js";

/** The answer of a mutation that says `success: false` where it said `true`. */
export function toUnsuccessful(answer: Answer): Answer {
  if (answer === "dropped") return answer;
  const body: unknown = JSON.parse(answer.body.toString());
  if (!isJsonObject(body) || !isJsonObject(body.data)) return answer;
  const data = Object.fromEntries(
    Object.entries(body.data).map(([field, payload]) => [
      field,
      isJsonObject(payload) && "success" in payload ? { ...payload, success: false } : payload,
    ]),
  );
  return { ...answer, body: JSON.stringify({ ...body, data }) };
}
