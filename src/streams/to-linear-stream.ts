import type { StreamChunk } from "chat";
import { isJsonObject, type JsonObject } from "../util/json.js";
import { createToolSteps, type ToolStepOptions } from "./ai-sdk/part-to-step.js";
import { buildReasoningChunk } from "./reasoning-chunk.js";

/** What is shown of the tools and the reasoning in a stream. */
export interface ToLinearStreamOptions extends ToolStepOptions {
  /** Whether the model's reasoning is shown, as thoughts. Default: "show". */
  reasoning?: "show" | "hide";
}

/**
 * Turns the AI SDK's `fullStream` (version 5 and later) into chunks for `thread.post`: in an agent session, tool calls
 * are actions, reasoning is thoughts, and the text is the answer; a comment shows the text alone. Strings and chunks of
 * the Chat SDK pass through; other parts (sources, files, usage) are left out. An `abort` part ends the stream.
 * @throws the error of an `error` part, so that the session ends in an error; what the stream itself throws.
 * @example
 * ```ts
 * const { fullStream } = streamText({ model, tools, prompt: message.text, abortSignal: thread.signal });
 * await thread.post(toLinearStream(fullStream, { titles: { runTests: "Run the tests" } }));
 * ```
 */
export async function* toLinearStream(
  fullStream: AsyncIterable<unknown>,
  options: ToLinearStreamOptions = {},
): AsyncGenerator<string | StreamChunk, void, undefined> {
  const parts = createPartReader(options);
  for await (const part of fullStream) {
    if (typeof part === "string") yield* parts.text(part);
    else if (isJsonObject(part)) {
      if (part.type === "abort") return;
      if (part.type === "error") throw toError(part.error);
      yield* parts.take(part);
    }
  }
  yield* parts.finish();
}

interface PartReader {
  text(text: string): (string | StreamChunk)[];
  take(part: JsonObject): (string | StreamChunk)[];
  finish(): StreamChunk[];
}

const CHAT_CHUNKS: ReadonlySet<unknown> = new Set(["markdown_text", "task_update", "plan_update"]);
const TEXT_ENDS: ReadonlySet<unknown> = new Set(["text-end", "finish-step", "step-finish"]);
const REASONING: ReadonlySet<unknown> = new Set(["reasoning", "reasoning-delta"]);

function createPartReader({ reasoning = "show", ...options }: ToLinearStreamOptions): PartReader {
  const tools = createToolSteps(options);
  const thoughts = createReasoning();
  let hasText = false;
  let isParagraphOver = false;

  const takeThoughts = (chunks: StreamChunk[]): StreamChunk[] => (reasoning === "show" ? chunks : []);

  function text(added: string): (string | StreamChunk)[] {
    if (added === "") return [];
    const before = takeThoughts(thoughts.endAll());
    const separator = hasText && isParagraphOver ? ["\n\n"] : [];
    hasText = true;
    isParagraphOver = false;
    return [...before, ...separator, added];
  }

  return {
    text,
    take(part) {
      if (isStreamChunk(part)) return [...takeThoughts(thoughts.endAll()), part];
      if (part.type === "text-delta") return text(textOf(part));
      if (TEXT_ENDS.has(part.type)) {
        isParagraphOver = true;
        return [];
      }
      if (REASONING.has(part.type)) {
        thoughts.add(part.id, textOf(part));
        return [];
      }
      if (part.type === "reasoning-end") return takeThoughts(thoughts.end(part.id));
      const step = tools.take(part);
      return step === undefined ? [] : [...takeThoughts(thoughts.endAll()), step];
    },
    finish: () => takeThoughts(thoughts.endAll()),
  };
}

const isStreamChunk = (part: unknown): part is StreamChunk => isJsonObject(part) && CHAT_CHUNKS.has(part.type);

/** The text of a delta: `text` since version 5, `textDelta` before, `delta` in streams for user interfaces. */
function textOf(part: JsonObject): string {
  const text = part.text ?? part.delta ?? part.textDelta;
  return typeof text === "string" ? text : "";
}

interface Reasoning {
  add(id: unknown, text: string): void;
  /** The block that is over, whole. */
  end(id: unknown): StreamChunk[];
  /** Something else has come: what was reasoned before it is shown before it. */
  endAll(): StreamChunk[];
}

function createReasoning(): Reasoning {
  const blocks = new Map<unknown, string>();
  let count = 0;

  function end(id: unknown): StreamChunk[] {
    const text = blocks.get(id)?.trim() ?? "";
    blocks.delete(id);
    // Providers that keep their reasoning to themselves send empty blocks.
    if (text === "") return [];
    count += 1;
    return [buildReasoningChunk(count, text)];
  }

  return {
    add: (id, text) => void blocks.set(id, (blocks.get(id) ?? "") + text),
    end,
    endAll: () => [...blocks.keys()].flatMap(end),
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The AI SDK's stream ended in an error", { cause: error });
}
