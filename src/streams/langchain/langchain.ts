import { isJsonObject, type JsonObject } from "../../util/json.js";
import type { ModelEvent, PartReader } from "../model-event.js";
import { toId } from "../part-fields.js";
import { createMessageReader, isMessage } from "./read-message.js";

/**
 * Reads LangChain and LangGraph: the messages of a model, and graphs and agents streamed with `streamMode` "messages",
 * "updates" or a list with these, with subgraphs too.
 * https://docs.langchain.com/oss/javascript/langgraph/streaming
 */
export function createLangChainReader(): PartReader {
  const messages = createMessageReader();

  function take(part: unknown): readonly ModelEvent[] | undefined {
    if (isMessage(part)) return messages.takePiece(part);
    if (Array.isArray(part)) return takeTuple(part);
    if (isJsonObject(part) && isInterrupted(part)) return readInterrupts(part[INTERRUPT]);
    return isUpdate(part) ? Object.entries(part).flatMap(readNode) : undefined;
  }

  /** `[message, facts]`; with several modes `[mode, data]`, and with subgraphs the path of the subgraph before it. */
  function takeTuple(tuple: readonly unknown[]): readonly ModelEvent[] | undefined {
    const [first, second] = tuple;
    if (isMessage(first) && isJsonObject(second)) return messages.takePiece(first);
    if (typeof first === "string" && tuple.length === 2)
      return MODES.has(first) || isInterrupted(second) ? take(second) : OTHER_MODES.get(first);
    return Array.isArray(first) && tuple.length > 1 ? take(tuple.length === 2 ? second : tuple.slice(1)) : undefined;
  }

  function readNode([, update]: [string, unknown]): readonly ModelEvent[] {
    return messagesOf(update).flatMap(messages.takeWhole);
  }

  return { take, finish: messages.finish };
}

const MODES: ReadonlySet<string> = new Set(["messages", "updates"]);
// Other modes may be asked for beside the two that are read.
const OTHER_MODES: ReadonlyMap<string, []> = new Map(
  ["values", "custom", "debug", "tasks", "checkpoints", "tools"].map((mode) => [mode, []]),
);
const INTERRUPT = "__interrupt__";

/** Whether the state of a graph says that it waits: mode "values" tells so too. */
const isInterrupted = (state: unknown): boolean => isJsonObject(state) && Array.isArray(state[INTERRUPT]);

/** What each node of a graph has changed, by the node's name. */
function isUpdate(part: unknown): part is JsonObject {
  if (!isJsonObject(part) || "type" in part || Array.isArray(part.messages)) return false;
  return Object.values(part).some((update) => messagesOf(update).length > 0);
}

/** A node gives back one update or a list of them, and in it one message or a list. */
function messagesOf(update: unknown): JsonObject[] {
  if (Array.isArray(update)) return update.flatMap(messagesOf);
  const messages = isJsonObject(update) ? update.messages : undefined;
  return (Array.isArray(messages) ? messages : [messages]).filter(isMessage);
}

/** The graph waits for a person. LangChain's own middleware tells which tools wait. */
function readInterrupts(interrupts: unknown): ModelEvent[] {
  return (Array.isArray(interrupts) ? interrupts : []).filter(isJsonObject).flatMap(({ id, value }): ModelEvent[] => {
    const asked = isJsonObject(value) && Array.isArray(value.actionRequests) ? value.actionRequests : [];
    if (asked.length === 0) return [{ kind: "tool-waits", call: { id: toId(id), name: "interrupt" }, input: value }];
    return asked.filter(isJsonObject).map((request, index) => ({
      kind: "tool-waits",
      call: { id: `${toId(id)}:${index}`, name: toId(request.name) },
      input: request.args ?? request.arguments,
    }));
  });
}
