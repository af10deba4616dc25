import type { TaskUpdateChunk } from "chat";
import { renderInput, type WaitingCall } from "./approval-input.js";
import { defuse } from "./defuse.js";
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

/** A call of a tool that runs once a person has agreed. */
export interface WaitingTool {
  /** Of the AI SDK the `approvalId`, of other producers the id of the call. */
  approvalId: string;
  toolName: string;
  input: unknown;
}

/** The tool steps of one stream. */
export interface ToolSteps {
  /** The chunk for the news of a tool; nothing when there is nothing to show. */
  take(event: ToolEvent): TaskUpdateChunk | undefined;
  /** The calls that wait for a person. */
  waiting(): readonly WaitingTool[];
  /** The question for the calls that wait. */
  questions(): WaitingCall[];
  /** The calls that nobody has answered and that the bot itself has to run, each on one line of Markdown. */
  open(): string[];
}

interface Step {
  id: string;
  toolName: string;
  title: string;
  /** What the tool was asked, as steps show it. */
  asked: string | undefined;
  /** What the tool was asked, as long as somebody may have to approve it. */
  input: unknown;
  approvalId: string;
  isRunElsewhere: boolean;
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
      approvalId: callId,
      isRunElsewhere: false,
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

  function ask(step: Step, state: "open" | "waiting", { call, input }: { call: ToolCall; input: unknown }): void {
    step.isRunElsewhere = call.isRunByProvider ?? step.isRunElsewhere;
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
          ask(step, "open", event);
          return toChunk(step, "in_progress", { details: step.asked });
        case "tool-waits":
          // The call itself has been shown before.
          ask(step, "waiting", event);
          step.approvalId = event.approvalId ?? step.approvalId;
          return undefined;
        case "tool-returned":
          return end(step, "complete", describeOutput(event.output, step.toolName));
        case "tool-failed":
          return end(step, "error", describeError(event.error, step.toolName));
        case "tool-denied":
          return end(step, "error", "Denied");
      }
    },
    waiting: () => inState("waiting").map(({ approvalId, toolName, input }) => ({ approvalId, toolName, input })),
    questions: () =>
      inState("waiting").map(({ approvalId, title, input, toolName }) => ({
        approvalId,
        title: `**${title}**`,
        asked: describeApproval(input, toolName)?.trim() ?? "",
      })),
    open: () =>
      inState("open")
        .filter(({ isRunElsewhere }) => !isRunElsewhere)
        .map(({ title, asked }) => `**${title}**${asked?.trim() ? ` (${asked.trim()})` : ""}`),
  };
}

const MAX_TITLE = 200;

const describe = (value: unknown): string | undefined => {
  const line = summarizeValue(value);
  return line === undefined ? undefined : defuse(line);
};

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
