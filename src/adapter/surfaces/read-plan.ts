import type { AdapterPostableMessage, PlanModel } from "chat";
import { LinearAdapterError } from "../../errors.js";
import { isJsonObject } from "../../util/json.js";

/** @throws {LinearAdapterError} `MESSAGE_INVALID` for what is no plan of the Chat SDK. */
export function readPlan(data: unknown): PlanModel {
  if (isPlan(data)) return data;
  throw new LinearAdapterError("MESSAGE_INVALID", "A plan is posted as the Chat SDK's Plan, with a title and tasks");
}

const isPlan = (data: unknown): data is PlanModel =>
  isJsonObject(data) && typeof data.title === "string" && Array.isArray(data.tasks);

/** Shows an object that nothing is known of here by its name, as the Chat SDK's own adapters do. */
export const toFallback = (kind: string): AdapterPostableMessage => `[${kind}]`;
