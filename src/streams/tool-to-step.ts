import type { TaskUpdateChunk } from "chat";
import { escapeMarkdown } from "../render/escape.js";
import { renderInput, type WaitingCall } from "./approval-input.js";
import type { ToolCall, ToolEvent } from "./model-event.js";
import { ownValue } from "./part-fields.js";
import { summarizeValue, toToolTitle } from "./tool-summary.js";

/** How tools are shown. */
export interface ToolStepOptions {
  /** What steps are called, by the tool's name. Default: the tool's own title, else its name in words. */
  titles?: Readonly<Record<string, string>>;
  /**
   * What a tool was asked, in a few words of Markdown; undefined or blank for nothing. Default: its input on one short
   * line, with what looks like a secret left out.
   */
  describeInput?: (input: unknown, toolName: string) => string | undefined;
  /** What a tool gave back, in a few words, as for `describeInput`. */
  describeOutput?: (output: unknown, toolName: string) => string | undefined;
  /** What a tool threw, in a few words, as for `describeInput`. */
  describeError?: (error: unknown, toolName: string) => string | undefined;
  /**
   * What a person is asked to approve, as Markdown; undefined or blank for the tool's title alone. The model may have
   * written each word of the input: leave nothing out. Default: the whole input in a block of code, without the values
   * of fields with the name of a secret; of more than 4,000 characters it says that not all are shown.
   */
  describeApproval?: (input: unknown, toolName: string) => string | undefined;
}

/** The tool steps of one stream. */
export interface ToolSteps {
  /** The chunk for the news of a tool; nothing when there is nothing to show. */
  take(event: ToolEvent): TaskUpdateChunk | undefined;
  /** The calls that nobody has answered: those that wait for a person, and all others, each on one line of Markdown. */
  unanswered(): { waiting: WaitingCall[]; open: string[] };
}

interface Step {
  id: string;
  toolName: string;
  title: string;
  /** What the tool was asked, as steps show it. */
  asked: string | undefined;
  /** What the tool was asked, as long as somebody may have to approve it. */
  input: unknown;
  state: "announced" | "open" | "waiting" | "over";
}

export function createToolSteps(options: ToolStepOptions): ToolSteps {
  const { describeInput = describe, describeOutput = describe, describeError = describe } = options;
  const { describeApproval = renderInput } = options;
  const steps = new Map<string, Step>();
  const all: Step[] = [];

  function beginStep({ id: callId, name: toolName = "tool", title: ownTitle = "" }: ToolCall): Step {
    const title =
      ownValue(options.titles ?? {}, toolName) ??
      defuse(ownTitle.trim() === "" ? toToolTitle(toolName) : ownTitle.slice(0, MAX_TITLE));
    // Some providers number the calls of each model step anew: their ids do not tell the steps of a stream apart.
    const step: Step = {
      id: `tool:${all.length + 1}:${callId}`,
      toolName,
      title,
      asked: undefined,
      input: undefined,
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
    step.input = input ?? step.input;
    step.asked = describeInput(input, step.toolName) ?? step.asked;
  }

  function end(step: Step, status: "complete" | "error", output: string | undefined): TaskUpdateChunk {
    step.state = "over";
    step.input = undefined;
    return toChunk(step, status, { output });
  }

  const inState = (state: Step["state"]): Step[] => all.filter((step) => step.state === state);

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
    unanswered: () => ({
      waiting: inState("waiting").map(({ title, input, toolName }) => ({
        title: `**${title}**`,
        asked: describeApproval(input, toolName)?.trim() ?? "",
      })),
      open: inState("open").map(({ title, asked }) => `**${title}**${asked?.trim() ? ` (${asked.trim()})` : ""}`),
    }),
  };
}

const MAX_TITLE = 200;

const describe = (value: unknown): string | undefined => {
  const line = summarizeValue(value);
  return line === undefined ? undefined : defuse(line);
};

/**
 * Plain text as Markdown that loads no picture and notifies nobody: the model may have written it. Linear takes the
 * address of a profile for a mention: https://linear.app/developers/agent-interaction
 */
const defuse = (text: string): string =>
  escapeMarkdown(text)
    .replace(/\/profiles\//gi, "/profiles\\/")
    .replace(/(?<![\w\]])@(?=\w)/g, "\\@");

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
