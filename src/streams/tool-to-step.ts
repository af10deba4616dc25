import type { TaskUpdateChunk } from "chat";
import type { ToolCall, ToolEvent } from "./model-event.js";
import { ownValue } from "./part-fields.js";
import { summarizeValue, toToolTitle } from "./tool-summary.js";

/** How tools are shown. */
export interface ToolStepOptions {
  /** What steps are called, by the tool's name. Default: the tool's own title, else its name in words. */
  titles?: Readonly<Record<string, string>>;
  /**
   * What a tool was asked, in a few words; undefined or blank for nothing. Default: its input on one short line, with
   * what looks like a secret left out.
   */
  describeInput?: (input: unknown, toolName: string) => string | undefined;
  /** What a tool gave back, in a few words, as for `describeInput`. */
  describeOutput?: (output: unknown, toolName: string) => string | undefined;
  /** What a tool threw, in a few words, as for `describeInput`. */
  describeError?: (error: unknown, toolName: string) => string | undefined;
}

/** The tool steps of one stream. */
export interface ToolSteps {
  /** The chunk for the news of a tool; nothing when there is nothing to show. */
  take(event: ToolEvent): TaskUpdateChunk | undefined;
  /** The calls that nobody has answered, each on one line of Markdown: those that wait for a person, and all others. */
  unanswered(): { waiting: string[]; open: string[] };
}

interface Step {
  id: string;
  toolName: string;
  title: string;
  asked: string | undefined;
  state: "announced" | "open" | "waiting" | "over";
}

export function createToolSteps(options: ToolStepOptions): ToolSteps {
  const { describeInput = summarizeValue, describeOutput = summarizeValue, describeError = summarizeValue } = options;
  const steps = new Map<string, Step>();
  const all: Step[] = [];

  function beginStep({ id: callId, name: toolName = "tool", title: ownTitle = "" }: ToolCall): Step {
    const title =
      ownValue(options.titles ?? {}, toolName) ?? (ownTitle.trim() === "" ? toToolTitle(toolName) : ownTitle);
    // Some providers number the calls of each model step anew: their ids do not tell the steps of a stream apart.
    const step: Step = {
      id: `tool:${all.length + 1}:${callId}`,
      toolName,
      title,
      asked: undefined,
      state: "announced",
    };
    steps.set(callId, step);
    all.push(step);
    return step;
  }

  /** The step that the news is about. A call that begins under the id of a step that is over is only its namesake. */
  function stepOf({ kind, call }: ToolEvent): Step {
    const known = steps.get(call.id);
    return known === undefined || (known.state === "over" && BEGINNINGS.has(kind)) ? beginStep(call) : known;
  }

  function ask(step: Step, state: "open" | "waiting", input: unknown): void {
    step.state = state;
    step.asked = describeInput(input, step.toolName) ?? step.asked;
  }

  function end(step: Step, status: "complete" | "error", output: string | undefined): TaskUpdateChunk {
    step.state = "over";
    return toChunk(step, status, { output });
  }

  const linesOf = (state: Step["state"]): string[] =>
    all
      .filter((step) => step.state === state)
      .map(({ title, asked }) => `**${title}**${asked?.trim() ? ` (${asked.trim()})` : ""}`);

  return {
    take(event) {
      const step = stepOf(event);
      switch (event.kind) {
        case "tool-announced":
          return toChunk(step, "pending", {});
        case "tool-called":
          ask(step, "open", event.input);
          return toChunk(step, "in_progress", { details: step.asked });
        case "tool-waits":
          // The call itself has been shown before.
          ask(step, "waiting", event.input);
          return undefined;
        case "tool-returned":
          return end(step, "complete", describeOutput(event.output, step.toolName));
        case "tool-failed":
          return end(step, "error", describeError(event.error, step.toolName));
        case "tool-denied":
          return end(step, "error", "Denied");
      }
    },
    unanswered: () => ({ waiting: linesOf("waiting"), open: linesOf("open") }),
  };
}

const BEGINNINGS: ReadonlySet<ToolEvent["kind"]> = new Set(["tool-announced", "tool-called"]);

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
