import { isJsonObject, type JsonObject } from "../../util/json.js";
import { toFinish } from "../finish-reason.js";
import type { ModelEvent, PartReader, ReadPart } from "../model-event.js";
import { filledString, ownValue, parseJson, toId, toText } from "../part-fields.js";
import { toSources } from "../reference-parts.js";
import { toToolTitle } from "../tool-summary.js";
import { createStreamedMessages, type StreamedMessages } from "./streamed-messages.js";

/**
 * Reads the messages of the Claude Agent SDK's `query()`, with `includePartialMessages` or without. What a subagent
 * says is told to the agent that asked it, and not shown.
 * https://platform.claude.com/docs/en/agent-sdk/streaming-output
 */
export function createClaudeAgentReader(): PartReader {
  const streamed = createStreamedMessages();
  let hasText = false;

  function readPart(part: JsonObject): readonly ModelEvent[] | undefined {
    if (part.type === "result" && typeof part.subtype === "string") return readResult(part, hasText);
    if (part.type === "system") return typeof part.subtype === "string" ? [] : undefined;
    if (part.type === "stream_event" && isJsonObject(part.event)) return isOwn(part) ? streamed.take(part.event) : [];
    if (part.type === "assistant" && isJsonObject(part.message))
      return isOwn(part) ? readAssistant(part.message, streamed) : [];
    if (part.type === "user" && isJsonObject(part.message)) return isOwn(part) ? readUser(part.message) : [];
    return undefined;
  }

  return {
    take(part) {
      const events = isJsonObject(part) ? readPart(part) : undefined;
      if (events?.some(({ kind }) => kind === "text")) hasText = true;
      return events;
    },
  };
}

const isOwn = (part: JsonObject): boolean => typeof part.parent_tool_use_id !== "string" && part.error === undefined;

const blocksOf = ({ content }: JsonObject): JsonObject[] =>
  Array.isArray(content) ? content.filter(isJsonObject) : [{ type: "text", text: content }];

/** `mcp__tracker__searchIssues`: people know a tool by its own name, not by its server's. */
const titleOf = (name: string): string => toToolTitle(name.replace(/^mcp__.+?__/, ""));

function readAssistant(message: JsonObject, streamed: StreamedMessages): ModelEvent[] {
  const isShown = streamed.has(message.id);
  const said = blocksOf(message).flatMap((block): readonly ModelEvent[] => {
    const isText = block.type === "text" || block.type === "thinking";
    return isShown && isText ? [] : (ownValue(assistantBlocks, block.type)?.(block) ?? readServerResult(block));
  });
  return [...streamed.begin(message.id), ...said];
}

const called: ReadPart<JsonObject> = ({ id, name, input }) => [
  { kind: "tool-called", call: { id: toId(id), name: toId(name), title: titleOf(toId(name)) }, input },
];

const assistantBlocks: Readonly<Record<string, ReadPart<JsonObject>>> = {
  text: ({ text, citations }) => [...toText(text), ...toSources(citations)],
  thinking: ({ thinking }) => {
    const text = filledString(thinking);
    const blockId = "whole";
    return text === undefined
      ? []
      : [
          { kind: "reasoning", blockId, text },
          { kind: "reasoning-over", blockId },
        ];
  },
  tool_use: called,
  server_tool_use: called,
};

/** Anthropic's own tools give back blocks of their own: `web_search_tool_result`, `code_execution_tool_result`. */
const readServerResult = ({ type, tool_use_id, content }: JsonObject): readonly ModelEvent[] =>
  typeof type === "string" && type.endsWith("_tool_result")
    ? [{ kind: "tool-returned", call: { id: toId(tool_use_id) }, output: content }]
    : [];

const readUser = (message: JsonObject): ModelEvent[] =>
  blocksOf(message).flatMap((block): ModelEvent[] => {
    if (block.type !== "tool_result") return [];
    const call = { id: toId(block.tool_use_id) };
    const output = parseJson(outputOf(block.content));
    return [
      block.is_error === true ? { kind: "tool-failed", call, error: output } : { kind: "tool-returned", call, output },
    ];
  });

/** What a tool gave back: a text, or blocks, of which the texts count. */
const outputOf = (content: unknown): unknown => {
  if (!Array.isArray(content)) return content;
  const texts = content.flatMap((block) => (isJsonObject(block) ? (filledString(block.text) ?? []) : []));
  return texts.length > 0 ? texts.join("\n") : content;
};

function readResult(part: JsonObject, hasText: boolean): ModelEvent[] {
  if (toId(part.terminal_reason).startsWith("aborted")) return [{ kind: "finished", reason: "aborted" }];
  if (part.subtype !== "success" || part.is_error === true) {
    const errors = Array.isArray(part.errors) ? part.errors.join("; ") : part.result;
    return [{ kind: "failed", error: `${part.subtype}: ${errors ?? "no reason given"}` }];
  }
  return [...(hasText ? [] : toText(part.result)), ...readDeferred(part.deferred_tool_use), ...readEnd(part)];
}

/** A hook has put a tool off, for a run that goes on from this session: https://code.claude.com/docs/en/hooks */
function readDeferred(deferred: unknown): ModelEvent[] {
  if (!isJsonObject(deferred)) return [];
  const name = toId(deferred.name);
  const call = { id: toId(deferred.id), name, title: titleOf(name) };
  return [{ kind: "tool-waits", call, input: deferred.input }];
}

// The words of a run that has come to its own end, or has been put off; others tell that something has stopped it.
const ENDED: ReadonlySet<string> = new Set(["", "completed", "tool_deferred"]);

const readEnd = ({ terminal_reason, stop_reason }: JsonObject): ModelEvent[] =>
  ENDED.has(toId(terminal_reason)) ? toFinish(stop_reason) : [{ kind: "finished", reason: "other" }];
