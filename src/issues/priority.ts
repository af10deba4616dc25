import { LinearAdapterError } from "../errors.js";

/** How urgent an issue is. */
export type LinearPriority = "none" | "urgent" | "high" | "medium" | "low";

// In the order of Linear's numbers, 0 to 4. https://linear.app/developers/graphql
const PRIORITIES: readonly LinearPriority[] = ["none", "urgent", "high", "medium", "low"];

export const toPriority = (number: number): LinearPriority => PRIORITIES[number] ?? "none";

/**
 * Linear's number for a priority. What a model says may be none of the type.
 * @throws {LinearAdapterError} `MESSAGE_INVALID`
 */
export function toPriorityNumber(priority: LinearPriority): number {
  const number = PRIORITIES.indexOf(priority);
  if (number >= 0) return number;
  throw new LinearAdapterError("MESSAGE_INVALID", `"${priority}" is no priority: Linear has ${PRIORITIES.join(", ")}`, {
    priority,
  });
}
