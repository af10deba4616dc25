import { isJsonObject, type JsonObject } from "../../util/json.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, PartReader, ReadPart, ToolCall } from "../model-event.js";
import { filledString, ownValue, parseJson, toId, toText } from "../part-fields.js";

/**
 * Reads the events of TanStack AI's `chat()`, and of whatever else speaks AG-UI.
 * https://docs.ag-ui.com/concepts/events
 */
export function createTanStackReader(): PartReader {
  // The input of each call as far as it has come, by the call's id.
  const inputs = new Map<unknown, string>();

  function called(part: JsonObject): ModelEvent[] {
    const input = part.input ?? parseJson(inputs.get(part.toolCallId));
    inputs.delete(part.toolCallId);
    return [{ kind: "tool-called", call: callOf(part), input }];
  }

  return {
    take(part) {
      if (!isJsonObject(part)) return undefined;
      if (part.type === "TOOL_CALL_ARGS") {
        inputs.set(part.toolCallId, (inputs.get(part.toolCallId) ?? "") + toId(part.delta));
        return [];
      }
      if (part.type === "TOOL_CALL_END") return called(part);
      return ownValue(readers, part.type)?.(part);
    },
  };
}

const callOf = (part: JsonObject): ToolCall => ({
  id: toId(part.toolCallId),
  name: filledString(part.toolCallName ?? part.toolName),
});

/** What TanStack AI adds to the events of AG-UI. */
const ownFacts = ({ metadata }: JsonObject): JsonObject =>
  isJsonObject(metadata) && isJsonObject(metadata.tanstack) ? metadata.tanstack : {};

const readText: ReadPart<JsonObject> = ({ delta }) => toText(delta);

const readReasoning: ReadPart<JsonObject> = ({ messageId, delta }) => {
  const text = filledString(delta);
  return text === undefined ? [] : [{ kind: "reasoning", blockId: toId(messageId), text }];
};

const reasoningOver: ReadPart<JsonObject> = ({ messageId }) => [{ kind: "reasoning-over", blockId: toId(messageId) }];

const readResult: ReadPart<JsonObject> = (part) => {
  const output = parseJson(part.content);
  const call = callOf(part);
  if (ownFacts(part).state !== "output-error") return [{ kind: "tool-returned", call, output }];
  return [{ kind: "tool-failed", call, error: isJsonObject(output) ? (output.error ?? output) : output }];
};

/** A tool that waits for a person ends the run, with an interrupt in its outcome. */
const readEnd: ReadPart<JsonObject> = (part) => {
  const { outcome } = part;
  const interrupts = isJsonObject(outcome) && Array.isArray(outcome.interrupts) ? outcome.interrupts : [];
  return [...interrupts.flatMap(readInterrupt), ...toFinish(ownFacts(part).finishReason ?? part.finishReason)];
};

function readInterrupt(interrupt: unknown): ModelEvent[] {
  if (!isJsonObject(interrupt)) return [];
  const facts = isJsonObject(interrupt.metadata) ? interrupt.metadata : {};
  const call = { id: toId(interrupt.toolCallId ?? interrupt.id), name: filledString(facts.toolName) };
  // A tool of the bot's own waits for its result, and for nobody's agreement.
  if (facts.kind === "client_tool") return [{ kind: "tool-called", call, input: facts.input }];
  return [{ kind: "tool-waits", call, input: facts.input, approvalId: filledString(interrupt.id) }];
}

const nothing: ReadPart<JsonObject> = () => [];

const readers: Readonly<Record<string, ReadPart<JsonObject>>> = {
  TEXT_MESSAGE_CONTENT: readText,
  TEXT_MESSAGE_CHUNK: readText,
  TEXT_MESSAGE_END: () => [{ kind: "paragraph-over" }],
  REASONING_MESSAGE_CONTENT: readReasoning,
  REASONING_MESSAGE_END: reasoningOver,
  THINKING_TEXT_MESSAGE_CONTENT: readReasoning,
  THINKING_TEXT_MESSAGE_END: reasoningOver,
  TOOL_CALL_START: (part) => [{ kind: "tool-announced", call: callOf(part) }],
  TOOL_CALL_RESULT: readResult,
  RUN_FINISHED: readEnd,
  RUN_ERROR: ({ message, error }) => [
    { kind: "failed", error: message ?? (isJsonObject(error) ? error.message : error) },
  ],
  RUN_STARTED: nothing,
  STEP_STARTED: nothing,
  STEP_FINISHED: nothing,
  TEXT_MESSAGE_START: nothing,
  REASONING_START: nothing,
  REASONING_MESSAGE_START: nothing,
  REASONING_END: nothing,
  REASONING_ENCRYPTED_VALUE: nothing,
  THINKING_START: nothing,
  THINKING_END: nothing,
  THINKING_TEXT_MESSAGE_START: nothing,
  MESSAGES_SNAPSHOT: nothing,
  STATE_SNAPSHOT: nothing,
  STATE_DELTA: nothing,
  CUSTOM: nothing,
};
