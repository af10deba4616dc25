import { isJsonObject, type JsonObject } from "../../util/json.js";
import { createAiSdkReader } from "../ai-sdk/ai-sdk.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, PartReader, ReadPart } from "../model-event.js";
import { ownValue, toId } from "../part-fields.js";

/**
 * Reads Mastra's `fullStream`: the AI SDK's parts with their fields in a `payload`, and a few of its own.
 * https://mastra.ai/reference/streaming/ChunkType
 */
export function createMastraReader(): PartReader {
  const aiSdk = createAiSdkReader();

  return {
    take(part) {
      if (!isJsonObject(part) || typeof part.from !== "string" || !isJsonObject(part.payload)) return undefined;
      const flat = { ...part.payload, type: part.type };
      return ownValue(readers, part.type)?.(flat) ?? aiSdk.take(flat);
    },
  };
}

const finish: ReadPart<JsonObject> = ({ stepResult }) => (isJsonObject(stepResult) ? toFinish(stepResult.reason) : []);

/** A tool that waits: for a person's agreement, or for what its own `suspend` asked for. */
const waits: ReadPart<JsonObject> = ({ toolCallId, toolName, args }) =>
  typeof toolCallId === "string"
    ? [{ kind: "tool-waits", call: { id: toolCallId, name: toId(toolName) }, input: args }]
    : [];

const nothing = (): ModelEvent[] => [];

const readers: Readonly<Record<string, ReadPart<JsonObject>>> = {
  finish,
  "tool-call-approval": waits,
  "tool-call-suspended": waits,
  // A guard of the agent has stopped it.
  tripwire: () => [{ kind: "finished", reason: "content-filter" }],
  "step-start": nothing,
  "response-metadata": nothing,
  "tool-call-input-streaming-start": ({ toolCallId, toolName }) =>
    typeof toolCallId === "string" ? [{ kind: "tool-announced", call: { id: toolCallId, name: toId(toolName) } }] : [],
  "tool-call-delta": nothing,
  "tool-call-input-streaming-end": nothing,
};
