import type { TaskUpdateChunk } from "chat";
import type { JsonObject } from "../../util/json.js";
import { summarizeValue, toToolTitle } from "../tool-summary.js";

/** How tools are shown. */
export interface ToolStepOptions {
  /** What steps are called, by the tool's name. Default: the tool's own title, else its name in words. */
  titles?: Readonly<Record<string, string>>;
  /**
   * What a tool was asked, in a few words; undefined or blank for nothing. Default: its input on one short line, with
   * what looks like a secret left out.
   */
  describeInput?: (input: unknown, toolName: string) => string | undefined;
  /** The same of what a tool gave back. */
  describeOutput?: (output: unknown, toolName: string) => string | undefined;
  /** The same of what a tool threw. */
  describeError?: (error: unknown, toolName: string) => string | undefined;
}

/** The tool steps of one stream of the AI SDK. */
export interface ToolSteps {
  /** The chunk for a part about a tool; nothing when there is nothing to show. */
  take(part: JsonObject): TaskUpdateChunk | undefined;
}

interface Step {
  id: string;
  toolName: string;
  title: string;
  isOver: boolean;
}

export function createToolSteps(options: ToolStepOptions): ToolSteps {
  const { describeInput = summarizeValue, describeOutput = summarizeValue, describeError = summarizeValue } = options;
  const steps = new Map<string, Step>();
  let count = 0;

  function beginStep(callId: string, part: JsonObject): Step {
    const toolName = typeof part.toolName === "string" ? part.toolName : "tool";
    const ownTitle = typeof part.title === "string" && part.title.trim() !== "" ? part.title : undefined;
    count += 1;
    // Some providers number the calls of each model step anew: their ids do not tell the steps of a stream apart.
    const id = `tool:${count}:${callId}`;
    const title = ownValue(options.titles ?? {}, toolName) ?? ownTitle ?? toToolTitle(toolName);
    const step = { id, toolName, title, isOver: false };
    steps.set(callId, step);
    return step;
  }

  /** The step that a part is about. One that is over is another one's namesake, unless it only ends once more. */
  function stepOf(part: JsonObject): Step | undefined {
    const callId = part.toolCallId ?? part.id;
    if (typeof callId !== "string") return undefined;
    const known = steps.get(callId);
    return known === undefined || (known.isOver && BEGINNINGS.has(part.type)) ? beginStep(callId, part) : known;
  }

  const end = (step: Step, status: "complete" | "error", output: string | undefined): TaskUpdateChunk => {
    step.isOver = true;
    return toChunk(step, status, { output });
  };

  const handlers: { [type: string]: (step: Step, part: JsonObject) => TaskUpdateChunk | undefined } = {
    "tool-input-start": (step) => toChunk(step, "pending", {}),
    // AI SDK 4
    "tool-call-streaming-start": (step) => toChunk(step, "pending", {}),
    "tool-call": (step, part) =>
      toChunk(step, "in_progress", { details: describeInput(part.input ?? part.args, step.toolName) }),
    // A preliminary result is followed by the final one.
    "tool-result": (step, part) =>
      part.preliminary === true
        ? undefined
        : end(step, "complete", describeOutput(part.output ?? part.result, step.toolName)),
    "tool-error": (step, part) => end(step, "error", describeError(part.error, step.toolName)),
    "tool-output-denied": (step) => end(step, "error", "Denied"),
  };

  return {
    take(part) {
      const handle = ownValue(handlers, part.type);
      const step = handle && stepOf(part);
      return step && handle(step, part);
    },
  };
}

/** Names of tools and parts come from outside: one that every object has is not ours. */
const ownValue = <Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined =>
  typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;

const BEGINNINGS: ReadonlySet<unknown> = new Set(["tool-input-start", "tool-call-streaming-start", "tool-call"]);

function toChunk(
  { id, title }: Step,
  status: TaskUpdateChunk["status"],
  { details, output }: { details?: string | undefined; output?: string | undefined },
): TaskUpdateChunk {
  return {
    type: "task_update",
    id,
    title,
    status,
    ...(details?.trim() ? { details } : {}),
    ...(output?.trim() ? { output } : {}),
  };
}
