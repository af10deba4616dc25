import type { StreamChunk } from "chat";
import { buildApprovalChunk } from "./approval-chunk.js";
import type { FinishReason, ModelEvent, ToolEvent } from "./model-event.js";
import { createReasoningBlocks } from "./reasoning-blocks.js";
import { buildIncompleteError } from "./stream-errors.js";
import { ENDED_WITH_TOOL } from "./stream-texts.js";
import { createToolSteps, type ToolStepOptions } from "./tool-to-step.js";

export interface ChunkWriterOptions extends ToolStepOptions {
  /** Whether the model's reasoning is shown, as thoughts. Default: "show". */
  reasoning?: "show" | "hide";
}

type Chunks = (string | StreamChunk)[];

/** Turns what a model says into the Chat SDK's chunks. */
export interface ChunkWriter {
  /** @throws what broke the run off. */
  take(event: ModelEvent): Chunks;
  /** A chunk of the bot's own goes as it is, after what came before it. */
  pass(chunk: StreamChunk): Chunks;
  /**
   * Ends the stream: gives what is still to be shown, and what its tools wait for.
   * @throws LinearAdapterError `ANSWER_INCOMPLETE` when the answer is half an answer.
   */
  finish(): Chunks;
}

export function createChunkWriter({ reasoning = "show", ...options }: ChunkWriterOptions): ChunkWriter {
  const tools = createToolSteps(options);
  const blocks = createReasoningBlocks();
  let hasText = false;
  let isParagraphOver = false;
  // The kind of what stands last: an answer is what comes after the last tool.
  let newest: "nothing" | "text" | "tool" = "nothing";
  let ending: FinishReason | undefined;

  const shown = (thoughts: StreamChunk[]): StreamChunk[] => (reasoning === "show" ? thoughts : []);

  function takeText(text: string): Chunks {
    const separator = hasText && isParagraphOver ? ["\n\n"] : [];
    hasText = true;
    isParagraphOver = false;
    newest = "text";
    return [...shown(blocks.endAll()), ...separator, text];
  }

  function takeTool(event: ToolEvent): Chunks {
    isParagraphOver = true;
    newest = "tool";
    const step = tools.take(event);
    return step === undefined ? [] : [...shown(blocks.endAll()), step];
  }

  /** Ends the run, unless more comes after it: producers tell the end of each step of a run like that of the run. */
  function end(): Chunks {
    const { waiting, open } = tools.unanswered();
    if (waiting.length > 0) return [buildApprovalChunk(waiting)];
    switch (ending) {
      case undefined:
      case "stop":
        return [];
      case "tool-calls":
        if (newest !== "tool") return [];
        return takeText(open.length > 0 ? `I wait for the result of ${open.join(", ")}.` : ENDED_WITH_TOOL);
      case "other":
        if (newest === "text") return [];
        throw buildIncompleteError(ending);
      case "length":
      case "content-filter":
      case "aborted":
      case "failed":
        throw buildIncompleteError(ending);
    }
  }

  return {
    take(event) {
      if (event.kind !== "paragraph-over" && event.kind !== "reasoning-over") ending = undefined;
      switch (event.kind) {
        case "text":
          return takeText(event.text);
        case "paragraph-over":
          isParagraphOver = true;
          return [];
        case "reasoning":
          blocks.add(event.blockId, event.text);
          return [];
        case "reasoning-over":
          return shown(blocks.end(event.blockId));
        case "finished":
          // An aborted run is over: nothing that counts comes after it.
          if (event.reason === "aborted") throw buildIncompleteError("aborted");
          ending = event.reason;
          return [];
        case "failed":
          throw toError(event.error);
        default:
          return takeTool(event);
      }
    },
    pass(chunk) {
      if (chunk.type === "markdown_text") newest = "text";
      return [...shown(blocks.endAll()), chunk];
    },
    finish: () => [...shown(blocks.endAll()), ...end()],
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The model's stream ended in an error", { cause: error });
}
