import type { StreamChunk } from "chat";
import { isJsonObject } from "../util/json.js";
import { type ChunkWriter, type ChunkWriterOptions, createChunkWriter } from "./chunk-writer.js";
import type { PartReader } from "./model-event.js";
import { type ModelStream, openStream, wasCancelled } from "./open-stream.js";
import { createPartTypes } from "./part-types.js";
import { createReader } from "./producers.js";
import { buildIncompleteError, buildNotUnderstoodError } from "./stream-errors.js";
import type { WaitingTool } from "./tool-to-step.js";

/** What is shown of the tools and the reasoning in a stream. */
export interface ToLinearStreamOptions extends ChunkWriterOptions {
  /**
   * Called when the stream has ended with tools that wait for approval, before anybody is asked: keep here what the run
   * needs to go on, as the messages of the AI SDK. What it throws ends the stream in an error, and nothing is asked.
   */
  onWaiting?: (waiting: readonly WaitingTool[]) => Promise<void> | void;
}

/**
 * Turns what a model streams into chunks for `thread.post`: in an agent session, tool calls are actions, reasoning is
 * thoughts, and the text is the answer; a comment shows the text alone. Strings and chunks of the Chat SDK pass through.
 *
 * Understood are the AI SDK (a result of `streamText`, its `stream` or `fullStream`, and `toUIMessageStream()`), the
 * OpenAI Agents SDK, LangChain and LangGraph (`streamMode` "messages" and "updates"), the Claude Agent SDK, Mastra, and
 * TanStack AI. Sources and generated files are listed below the text; usage is left out.
 *
 * A stream that ends with a tool that waits for approval ends in a question, answered through `bot.onAction` of
 * `approve-tool` and `deny-tool`: see {@link readToolApproval}.
 *
 * @example
 * ```ts
 * bot.onNewMention(async (thread, message, context) => {
 *   const result = streamText({ model, tools, prompt: toPrompt(message, context), abortSignal: thread.signal });
 *   await thread.post(toLinearStream(result, { titles: { runTests: "Run the tests" } }));
 * });
 * ```
 * @throws LinearAdapterError `STREAM_NOT_UNDERSTOOD` for a stream that had parts and none that is understood, and for
 * what is no stream; `ANSWER_INCOMPLETE` when the model's run ended before its answer was whole, with why in
 * `facts.reason`; the error of an `error` part, and what the stream itself throws. In each case a session ends in an
 * error, and half an answer is not taken for the answer.
 */
export async function* toLinearStream(
  source: ModelStream,
  { onWaiting, ...options }: ToLinearStreamOptions = {},
): AsyncGenerator<string | StreamChunk, void, undefined> {
  const reader = createReader();
  const writer = createChunkWriter(options);
  const unknown = createPartTypes();
  let hasShown = false;

  for await (const part of openStream(source)) {
    const chunks = takePart(part, reader, writer);
    if (chunks === undefined) unknown.add(part);
    else if (chunks.length > 0) hasShown = true;
    yield* chunks ?? [];
  }
  if (wasCancelled(source)) throw buildIncompleteError("aborted");
  const last = [...reader.finish().flatMap(writer.take), ...writer.finish()];
  if (writer.waiting().length > 0) await onWaiting?.(writer.waiting());
  yield* last;
  if (!hasShown && last.length === 0 && unknown.list().length > 0) throw buildNotUnderstoodError(unknown.list());
}

/** What a part shows; undefined for a part that nobody understands. */
function takePart(part: unknown, reader: PartReader, writer: ChunkWriter): (string | StreamChunk)[] | undefined {
  if (typeof part === "string") return part === "" ? [] : writer.take({ kind: "text", text: part });
  if (isStreamChunk(part)) return writer.pass(part);
  return reader.take(part)?.flatMap(writer.take);
}

const CHAT_CHUNKS: ReadonlySet<unknown> = new Set(["markdown_text", "task_update", "plan_update"]);

const isStreamChunk = (part: unknown): part is StreamChunk => isJsonObject(part) && CHAT_CHUNKS.has(part.type);
