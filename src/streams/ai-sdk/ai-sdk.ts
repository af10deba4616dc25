import { isJsonObject, type JsonObject } from "../../util/json.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, PartReader, ReadPart, ToolCall } from "../model-event.js";
import { filledString, ownValue, toId, toText } from "../part-fields.js";
import { toFile, toSource, toSources } from "../reference-parts.js";

/**
 * Reads the AI SDK: `fullStream` and `stream` of version 4 and later, and the UI-message stream of `toUIMessageStream`.
 * The two share most of their types, and where they differ no type means two things.
 */
export function createAiSdkReader(): PartReader {
  return {
    take(part) {
      if (!isJsonObject(part)) return undefined;
      return ownValue(readers, part.type)?.(part) ?? (isDataPart(part) ? [] : undefined);
    },
  };
}

// A bot's own parts in UI-message streams: `data-weather`.
const isDataPart = ({ type }: JsonObject): boolean => typeof type === "string" && type.startsWith("data-");

const nothing: ReadPart<JsonObject> = () => [];

const paragraphOver: ReadPart<JsonObject> = () => [{ kind: "paragraph-over" }];

/** The text of a delta: `text` since version 5, `textDelta` before, `delta` in UI-message streams. */
const textOf = (part: JsonObject): unknown => part.text ?? part.delta ?? part.textDelta;

const readReasoning: ReadPart<JsonObject> = (part) => {
  const text = filledString(textOf(part));
  return text === undefined ? [] : [{ kind: "reasoning", blockId: toId(part.id), text }];
};

/** What a part says of the call that it names; nothing where it names none. */
const ofCall =
  (read: (call: ToolCall, part: JsonObject) => ModelEvent[]): ReadPart<JsonObject> =>
  (part) => {
    const id = part.toolCallId ?? part.id;
    if (typeof id !== "string") return [];
    const call = { id, name: filledString(part.toolName), title: filledString(part.title) };
    return read(part.providerExecuted === true ? { ...call, isRunByProvider: true } : call, part);
  };

const announced = ofCall((call) => [{ kind: "tool-announced", call }]);

const called = ofCall((call, part) => [{ kind: "tool-called", call, input: part.input ?? part.args }]);

// A preliminary result is followed by the final one.
const returned = ofCall((call, part) =>
  part.preliminary === true ? [] : [{ kind: "tool-returned", call, output: part.output ?? part.result }],
);

const failed = ofCall((call, part) => [{ kind: "tool-failed", call, error: part.error ?? part.errorText }]);

/** The call stands in the part itself, or in its `toolCall`. An automatic request is answered by the run itself. */
const waits: ReadPart<JsonObject> = (part) => {
  if (part.isAutomatic === true) return [];
  const { toolCall } = part;
  const approvalId = filledString(part.approvalId);
  const read = ofCall((call, { input }) => [{ kind: "tool-waits", call, input, approvalId }]);
  return read(isJsonObject(toolCall) ? toolCall : { toolCallId: part.toolCallId });
};

const readers: Readonly<Record<string, ReadPart<JsonObject>>> = {
  "text-delta": (part) => toText(textOf(part)),
  "finish-step": paragraphOver,
  reasoning: readReasoning,
  "reasoning-delta": readReasoning,
  "reasoning-end": (part) => [{ kind: "reasoning-over", blockId: toId(part.id) }],
  "tool-input-start": announced,
  "tool-call": called,
  "tool-result": returned,
  "tool-error": failed,
  "tool-output-denied": ofCall((call) => [{ kind: "tool-denied", call }]),
  "tool-approval-request": waits,
  finish: ({ finishReason }) => toFinish(finishReason),
  abort: () => [{ kind: "finished", reason: "aborted" }],
  error: (part) => [{ kind: "failed", error: part.error ?? part.errorText }],
  source: toSource,
  file: toFile,
  // Version 7 names what a block cites at its end. It is no end of a paragraph: models that cite end a block amid a
  // sentence.
  "text-end": ({ citations }) => toSources(citations),
  // UI-message streams
  "source-url": toSource,
  "source-document": toSource,
  "tool-input-available": called,
  "tool-output-available": returned,
  "tool-input-error": failed,
  "tool-output-error": failed,
  // Version 4
  "tool-call-streaming-start": announced,
  "step-finish": paragraphOver,
  // Parts without news.
  start: nothing,
  "start-step": nothing,
  "text-start": nothing,
  "reasoning-start": nothing,
  "tool-input-delta": nothing,
  "tool-input-end": nothing,
  "tool-approval-response": nothing,
  "message-metadata": nothing,
  "reasoning-file": nothing,
  raw: nothing,
  ping: nothing,
  custom: nothing,
  "steering-message": nothing,
  "reset-step": nothing,
};
