import { isJsonObject, type JsonObject } from "../../util/json.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, PartReader, ToolCall } from "../model-event.js";
import { filledString, ownValue, parseJson, toId, toText } from "../part-fields.js";
import { toSources } from "../reference-parts.js";

/**
 * Reads a streamed run of the OpenAI Agents SDK: its text from the model's events, tools and reasoning from its items.
 * https://openai.github.io/openai-agents-js/guides/streaming/
 */
export function createOpenAiAgentsReader(): PartReader {
  // A model that gives its messages whole says its text only in their items.
  let hasDeltas = false;

  function readModelEvent(data: JsonObject): ModelEvent[] {
    switch (data.type) {
      case "response_started":
        hasDeltas = false;
        return [{ kind: "paragraph-over" }];
      case "output_text_delta":
        hasDeltas = true;
        return toText(data.delta);
      case "response_done":
        return readEnd(data.response);
      default:
        return [];
    }
  }

  return {
    take(part) {
      if (!isJsonObject(part)) return undefined;
      if (part.type === "agent_updated_stream_event") return [];
      if (part.type === "raw_model_stream_event") return isJsonObject(part.data) ? readModelEvent(part.data) : [];
      if (part.type !== "run_item_stream_event" || !isJsonObject(part.item)) return undefined;
      if (part.name === "message_output_created") return readMessage(rawOf(part.item), hasDeltas ? "told" : "new");
      return ownValue(itemReaders, part.name)?.(part.item, rawOf(part.item)) ?? [];
    },
  };
}

const rawOf = ({ rawItem }: JsonObject): JsonObject => (isJsonObject(rawItem) ? rawItem : {});

const textsOf = (content: unknown): string[] =>
  Array.isArray(content) ? content.flatMap((one) => filledString(one?.text ?? one?.refusal) ?? []) : [];

function readMessage({ content }: JsonObject, text: "told" | "new"): ModelEvent[] {
  const blocks = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const sources = blocks.flatMap(({ providerData }) =>
    isJsonObject(providerData) ? toSources(providerData.annotations) : [],
  );
  return [...(text === "told" ? [] : textsOf(content).flatMap(toText)), ...sources];
}

/** The Responses API tells in its own answer why one is incomplete. */
function readEnd(response: unknown): ModelEvent[] {
  const own = isJsonObject(response) && isJsonObject(response.providerData) ? response.providerData : {};
  return isJsonObject(own.incomplete_details) ? toFinish(own.incomplete_details.reason) : [];
}

const callOf = (item: JsonObject, raw: JsonObject): ToolCall => ({
  id: toId(raw.callId ?? raw.id),
  name: filledString(item.toolName ?? raw.name),
});

type ReadItem = (item: JsonObject, raw: JsonObject) => ModelEvent[];

const called: ReadItem = (item, raw) => {
  const call = callOf(item, raw);
  const input = parseJson(raw.arguments ?? raw.action);
  const begun: ModelEvent = { kind: "tool-called", call, input };
  // OpenAI runs its hosted tools itself: their items come when they are over.
  return raw.type === "hosted_tool_call" ? [begun, { kind: "tool-returned", call, output: raw.output }] : [begun];
};

const returned: ReadItem = (item, raw) => [
  { kind: "tool-returned", call: callOf(item, raw), output: parseJson(item.output ?? outputOf(raw)) },
];

const outputOf = ({ output }: JsonObject): unknown => (isJsonObject(output) ? output.text : output);

const itemReaders: Readonly<Record<string, ReadItem>> = {
  reasoning_item_created: (_item, raw) => {
    const blockId = toId(raw.id);
    const text = textsOf(raw.content).join("\n\n");
    return text === ""
      ? []
      : [
          { kind: "reasoning", blockId, text },
          { kind: "reasoning-over", blockId },
        ];
  },
  tool_called: called,
  tool_output: returned,
  handoff_requested: called,
  handoff_occurred: returned,
  tool_approval_requested: (item, raw) => [
    { kind: "tool-waits", call: callOf(item, raw), input: parseJson(raw.arguments) },
  ],
};
