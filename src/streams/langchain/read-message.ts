import { isJsonObject, type JsonObject } from "../../util/json.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, ReadPart } from "../model-event.js";
import { filledString, ownValue, parseJson, toId, toText } from "../part-fields.js";
import { toFile, toSources } from "../reference-parts.js";
import { createToolInputs, listOf } from "./tool-inputs.js";

/** A message of LangChain, whole or a piece of one. */
export function isMessage(value: unknown): value is JsonObject {
  return isJsonObject(value) && "content" in value && (isOfModel(value) || isOfTool(value) || OTHERS.has(value.type));
}

// The names of messages: those of the objects, and those that LangGraph's server sends.
const MODEL: ReadonlySet<unknown> = new Set(["ai", "AIMessage", "AIMessageChunk"]);
const TOOL: ReadonlySet<unknown> = new Set(["tool", "ToolMessage", "ToolMessageChunk"]);
const OTHERS: ReadonlySet<unknown> = new Set(["human", "system"]);

const isOfModel = ({ type }: JsonObject): boolean => MODEL.has(type);
const isOfTool = ({ type }: JsonObject): boolean => TOOL.has(type);

/** Reads messages, each once: what has come in pieces comes again, whole, where a graph streams its updates too. */
export interface MessageReader {
  takePiece(message: JsonObject): ModelEvent[];
  takeWhole(message: JsonObject): ModelEvent[];
  finish(): ModelEvent[];
}

export function createMessageReader(): MessageReader {
  const inputs = createToolInputs();
  const known = new Set<string>();
  let current: unknown;

  function readModel(message: JsonObject, content: ModelEvent[]): ModelEvent[] {
    const border: ModelEvent[] = message.id === current ? [] : [{ kind: "paragraph-over" }];
    current = message.id;
    const pieces = listOf(message.tool_call_chunks);
    const calls = pieces.length > 0 ? inputs.takePieces(pieces) : inputs.takeWhole(listOf(message.tool_calls));
    const end = readEnd(message);
    return [...border, ...content, ...calls, ...(end.length > 0 ? inputs.finish() : []), ...end];
  }

  /** Whether a message is told of for the first time. One without an id is nobody's double. */
  function isNew({ id }: JsonObject): boolean {
    if (typeof id !== "string") return true;
    const isFirst = !known.has(id);
    known.add(id);
    return isFirst;
  }

  return {
    takePiece(message) {
      const isFirst = isNew(message);
      if (isOfModel(message)) return readModel(message, readContent(message));
      return isOfTool(message) && isFirst ? [...inputs.finish(), readResult(message)] : [];
    },
    takeWhole(message) {
      const isFirst = isNew(message);
      if (isOfModel(message))
        return readModel({ ...message, tool_call_chunks: [] }, isFirst ? readContent(message) : []);
      return isOfTool(message) && isFirst ? [...inputs.finish(), readResult(message)] : [];
    },
    finish: inputs.finish,
  };
}

function readContent(message: JsonObject): ModelEvent[] {
  const facts = isJsonObject(message.additional_kwargs) ? message.additional_kwargs : {};
  const reasoning = toReasoning(message, facts.reasoning_content);
  if (!Array.isArray(message.content)) return [...reasoning, ...toText(message.content)];
  const blocks = message.content.filter(isJsonObject);
  return [
    ...reasoning,
    ...blocks.flatMap((block) => ownValue(blockReaders, block.type)?.({ ...block, message }) ?? []),
  ];
}

const toReasoning = (message: unknown, text: unknown): ModelEvent[] => {
  const blockId = isJsonObject(message) ? toId(message.id) : "";
  const reasoning = filledString(text);
  return reasoning === undefined ? [] : [{ kind: "reasoning", blockId, text: reasoning }];
};

const blockReaders: Readonly<Record<string, ReadPart<JsonObject>>> = {
  text: ({ text, annotations, citations }) => [...toText(text), ...toSources(annotations), ...toSources(citations)],
  image: toFile,
  file: toFile,
  audio: toFile,
  text_delta: ({ text }) => toText(text),
  reasoning: ({ message, reasoning }) => toReasoning(message, reasoning),
  thinking: ({ message, thinking }) => toReasoning(message, thinking),
};

function readResult(message: JsonObject): ModelEvent {
  const call = { id: toId(message.tool_call_id), name: filledString(message.name) };
  const output = parseJson(message.content);
  return message.status === "error"
    ? { kind: "tool-failed", call, error: output }
    : { kind: "tool-returned", call, output };
}

/** Providers tell in words of their own why a message ended. */
function readEnd(message: JsonObject): ModelEvent[] {
  const facts = { ...objectOf(message.additional_kwargs), ...objectOf(message.response_metadata) };
  return toFinish(
    facts.finish_reason ?? facts.stop_reason ?? facts.stopReason ?? facts.finishReason ?? facts.done_reason,
  );
}

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
