import type { StreamChunk } from "chat";
import { buildApprovalChunk } from "./approval-chunk.js";
import { buildFilesChunk } from "./files-chunk.js";
import type { FinishReason, ModelEvent, ToolEvent } from "./model-event.js";
import { createReasoningBlocks } from "./reasoning-blocks.js";
import { createReferences } from "./references.js";
import { createStepVerdicts } from "./step-verdicts.js";
import { buildIncompleteError } from "./stream-errors.js";
import { ENDED_WITH_TOOL, NO_REASON, wordlessText } from "./stream-texts.js";
import { createToolSteps, type ToolStepOptions, type WaitingTool } from "./tool-to-step.js";

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
  /** The calls that wait for a person, as far as the stream has told. */
  waiting(): readonly WaitingTool[];
  /**
   * Ends the stream: gives what is still to be shown, and what its tools wait for.
   * @throws LinearAdapterError `ANSWER_INCOMPLETE` when the answer is half an answer.
   */
  finish(): Chunks;
}

export function createChunkWriter({ reasoning = "show", ...options }: ChunkWriterOptions): ChunkWriter {
  const tools = createToolSteps(options);
  const blocks = createReasoningBlocks();
  const references = createReferences();
  const verdicts = createStepVerdicts();
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

  function takeParagraph(text: string): Chunks {
    isParagraphOver = true;
    return takeText(text);
  }

  function takeTool(event: ToolEvent): Chunks {
    isParagraphOver = true;
    newest = "tool";
    const step = tools.take(event);
    if (step !== undefined) verdicts.add(step);
    return step === undefined ? [] : [...shown(blocks.endAll()), step];
  }

  /** Names the tools that the bot itself has to run. */
  const waitFor = (open: readonly string[]): Chunks => takeParagraph(`I wait for the result of ${open.join(", ")}.`);

  /** Ends the run, unless more comes after it: producers tell the end of each step of a run like that of the run. */
  function end(): Chunks {
    if (ending !== undefined && isBroken(ending)) throw buildIncompleteError(ending);
    const questions = tools.questions();
    if (questions.length > 0) return [buildApprovalChunk(questions)];
    switch (ending) {
      case undefined:
        return [];
      case "stop":
        // Some providers say so where a tool is to be run: without a word behind it the call counts, and not theirs.
        return newest === "tool" && tools.open().length > 0 ? waitFor(tools.open()) : [];
      case "tool-calls":
        return tools.open().length > 0 ? waitFor(tools.open()) : takeParagraph(ENDED_WITH_TOOL);
      case "other":
        if (newest !== "text") throw buildIncompleteError(ending);
        return takeParagraph(NO_REASON);
    }
  }

  return {
    take(event) {
      if (!isBorder(event)) ending = undefined;
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
        case "source":
          references.addSource(event.source);
          return [];
        case "file":
          references.addFile(event.file);
          return [];
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
    waiting: tools.waiting,
    finish() {
      const last = [...shown(blocks.endAll()), ...end()];
      const files = references.files();
      const listed = references.render();
      if (listed === undefined && files.length === 0) return last;
      // A list is no last word: where there is none, it stands below the one that says what became of the steps.
      const isWordless = newest === "tool" && tools.questions().length === 0;
      return [
        ...last,
        ...(isWordless ? takeParagraph(wordlessText(verdicts.verdict())) : []),
        // The files stand in a paragraph of their own.
        ...(files.length === 0 ? [] : [...takeParagraph(""), buildFilesChunk(files)]),
        ...(listed === undefined ? [] : takeParagraph(listed)),
      ];
    },
  };
}

type BrokenEnding = Exclude<FinishReason, "stop" | "tool-calls" | "other">;

const BROKEN: ReadonlySet<FinishReason> = new Set(["length", "content-filter", "aborted", "failed"]);

/** Whether a run that ended so broke off in the middle: what its tools wait for is not asked any more. */
const isBroken = (ending: FinishReason): ending is BrokenEnding => BROKEN.has(ending);

/** Whether an event says nothing by itself, and may come behind the end of a run. */
const isBorder = ({ kind }: ModelEvent): boolean => BORDERS.has(kind);

const BORDERS: ReadonlySet<ModelEvent["kind"]> = new Set(["paragraph-over", "reasoning-over", "source", "file"]);

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The model's stream ended in an error", { cause: error });
}
