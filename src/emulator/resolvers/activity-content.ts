import { isJsonObject } from "../../util/json.js";
import type { ActivityContent, ActivityType } from "../records.js";
import { invalidInput } from "../request-error.js";

interface Shape {
  required: readonly string[];
  optional: readonly string[];
  mayBeEphemeral: boolean;
}

const BODY: Shape = { required: ["body"], optional: [], mayBeEphemeral: false };

// https://linear.app/developers/agent-interaction#activity-content-payload
const SHAPES: Record<ActivityType, Shape> = {
  thought: { ...BODY, mayBeEphemeral: true },
  action: { required: ["action", "parameter"], optional: ["result"], mayBeEphemeral: true },
  elicitation: BODY,
  response: BODY,
  error: BODY,
  prompt: BODY,
};

/**
 * Checks `content` of agentActivityCreate.
 * @throws {LinearRequestError} for unknown types and keys, texts that are missing or, in an action, empty, and for
 * `ephemeral` on what stays.
 */
export function readActivityContent(content: unknown, ephemeral: boolean): ActivityContent {
  const fields = isJsonObject(content) ? content : {};
  const type = fields.type;
  if (!isActivityType(type)) throw refuse("content.type is not a type of activity");
  const shape = SHAPES[type];
  const known = [...shape.required, ...shape.optional];
  const unknownKey = Object.keys(fields).find((key) => key !== "type" && !known.includes(key));
  if (unknownKey !== undefined) throw refuse(`Unrecognized key: "${unknownKey}"`);
  for (const key of shape.required) {
    if (typeof fields[key] !== "string") throw refuse(`content.${key} must be a string`);
    if (type === "action" && fields[key] === "") throw refuse(`content.${key} must not be empty`);
  }
  if (ephemeral && !shape.mayBeEphemeral) throw refuse("Only thoughts and actions can be ephemeral");
  const texts = known.flatMap((key) => (typeof fields[key] === "string" ? [[key, fields[key]]] : []));
  return { type, ...Object.fromEntries(texts) };
}

const isActivityType = (type: unknown): type is ActivityType => typeof type === "string" && Object.hasOwn(SHAPES, type);

const refuse = (reason: string): Error => invalidInput(`Argument Validation Error - ${reason}`);
