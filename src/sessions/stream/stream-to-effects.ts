import type { StreamChunk, TaskUpdateChunk } from "chat";
import { readQuestion, type StreamQuestion } from "../../streams/approval-chunk.js";
import { appendMark } from "../../streams/markdown-tail.js";
import { isReasoning } from "../../streams/reasoning-chunk.js";
import { createSegmentedText } from "../../streams/segmented-text.js";
import { createStepVerdicts } from "../../streams/step-verdicts.js";
import { failureTextOf } from "../../streams/stream-errors.js";
import { FAILURE_TEXT, SESSION_FAILED_MARK, SESSION_STOPPED_MARK, wordlessText } from "../../streams/stream-texts.js";
import { toApprovalChoices } from "../../streams/tool-approval.js";
import { toPlanSteps } from "../speech/plan.js";
import type { PlanStep, SessionEffect } from "../speech/session-effect.js";
import { createSessionSteps } from "./step-to-action.js";

export interface SessionStreamOptions {
  /** "plan": the plan shows the running steps, instead of one ephemeral action each. Default: "timeline". */
  taskDisplayMode?: "timeline" | "plan" | undefined;
  /** The response of a stream that ends without text, and with something done. Not blank. Default: "Done.". */
  emptyResponse?: string | undefined;
  /** The error of a stream that fails. Not blank. Default: {@link FAILURE_TEXT}. */
  failureText?: string | undefined;
  /** Whether a model's reasoning stays in the session. Default: it vanishes with the next activity. */
  keepsReasoning?: boolean | undefined;
}

/** The last effects of a stream: `last` is the activity that decides the session's state. */
export interface StreamEnding<Last> {
  before: SessionEffect[];
  last: Last;
  /** What `last` asks, where tools wait for approval. */
  question?: StreamQuestion | undefined;
}

export type ResponseEffect = Extract<SessionEffect, { kind: "response" }>;
export type ElicitationEffect = Extract<SessionEffect, { kind: "elicitation" }>;
export type ErrorEffect = Extract<SessionEffect, { kind: "error" }>;

/**
 * Turns the chunks of one stream into what the bot says in an agent session: text before a tool step is a thought,
 * tool steps are actions, tasks drive the plan, the last text is one response. Exactly one ending is called, once.
 */
export interface SessionStream {
  push(chunk: string | StreamChunk): SessionEffect[];
  /** Whether nothing has come that could be shown: such a stream has no ending but `fail` and `abort`. */
  isEmpty(): boolean;
  /** The stream is over: the last text is the response, or the question where tools wait for approval. */
  finish(): StreamEnding<ResponseEffect | ElicitationEffect>;
  /** The stream is over and waits for a person: the last text is the question. Without one, something else asked. */
  suspend(): StreamEnding<ElicitationEffect | undefined>;
  /** The stream threw `error`: what was received stays as a thought, and an error ends the turn. */
  fail(error: unknown): StreamEnding<ErrorEffect>;
  /** The stream was stopped: what was received stays as a thought. Half an answer is never the answer. */
  abort(): SessionEffect[];
}

export function createSessionStream(options: SessionStreamOptions = {}): SessionStream {
  const { taskDisplayMode = "timeline", emptyResponse, failureText = FAILURE_TEXT } = options;
  const { keepsReasoning = false } = options;
  const text = createSegmentedText();
  const steps = createSessionSteps();
  const verdicts = createStepVerdicts();
  let planTitle: string | undefined;
  let shownPlan: readonly PlanStep[] = [];
  let question: StreamQuestion | undefined;
  let isEmpty = true;

  function pushText(added: string): void {
    if (added.trim() !== "") isEmpty = false;
    text.push(added);
  }

  function ask({ body, approvalIds }: StreamQuestion): StreamEnding<ElicitationEffect> {
    const said = text.take();
    const options = toApprovalChoices(approvalIds).map(({ label }) => ({ label, value: label }));
    return {
      before: [],
      last: {
        kind: "elicitation",
        body: said === "" ? body : appendMark(said, body),
        signal: { kind: "select", options },
      },
      question,
    };
  }

  function takeThought(mark?: string): SessionEffect[] {
    const body = text.take();
    if (body === "") return [];
    return [{ kind: "thought", body: mark === undefined ? body : appendMark(body, mark), ephemeral: false }];
  }

  function planChange(settle: (step: PlanStep) => PlanStep = (step) => step): SessionEffect[] {
    if (taskDisplayMode !== "plan" && planTitle === undefined) return [];
    const plan = toPlanSteps({ title: planTitle ?? "", tasks: steps.list() }).map(settle);
    if (isSamePlan(plan, shownPlan)) return [];
    shownPlan = plan;
    return [{ kind: "plan", steps: plan }];
  }

  function onTask(chunk: TaskUpdateChunk): SessionEffect[] {
    if (isReasoning(chunk)) {
      const body = chunk.title.trim();
      return body === "" ? [] : [{ kind: "thought", body, ephemeral: !keepsReasoning }];
    }
    const asked = readQuestion(chunk);
    if (asked !== undefined) {
      question = asked;
      return [];
    }
    const action = steps.update(chunk);
    if (action === undefined) return planChange();
    const isShownByPlan = action.ephemeral && taskDisplayMode === "plan";
    return [...takeThought(), ...(isShownByPlan ? [] : [action]), ...planChange()];
  }

  return {
    push(chunk) {
      if (typeof chunk === "string") {
        pushText(chunk);
        return [];
      }
      switch (chunk.type) {
        case "markdown_text":
          pushText(chunk.text);
          return [];
        case "task_update":
          text.endSegment();
          isEmpty = false;
          verdicts.add(chunk);
          return onTask(chunk);
        case "plan_update":
          text.endSegment();
          isEmpty = false;
          verdicts.add(chunk);
          planTitle = chunk.title;
          return planChange();
        default:
          // A later `chat` may know further kinds of chunk: they separate text, and say nothing here.
          text.endSegment();
          return [];
      }
    },
    isEmpty: () => isEmpty,
    finish() {
      if (question !== undefined) return ask(question);
      const said = text.take();
      // The plan's title stands in for steps that never came; nobody else would bring it to an end.
      const before = steps.list().length === 0 ? planChange(said === "" ? canceled : completed) : [];
      return { before, last: { kind: "response", body: said || wordlessText(verdicts.verdict(), emptyResponse) } };
    },
    suspend() {
      if (question !== undefined) return ask(question);
      const body = text.take();
      return { before: [], last: body === "" ? undefined : { kind: "elicitation", body } };
    },
    fail(error) {
      const before = [...takeThought(SESSION_FAILED_MARK), ...planChange(canceled)];
      return { before, last: { kind: "error", body: failureTextOf(error, failureText) } };
    },
    abort: () => [...takeThought(SESSION_STOPPED_MARK), ...planChange(canceled)],
  };
}

const completed = (step: PlanStep): PlanStep => ({ ...step, status: "completed" });

const canceled = (step: PlanStep): PlanStep => (step.status === "completed" ? step : { ...step, status: "canceled" });

const isSamePlan = (one: readonly PlanStep[], other: readonly PlanStep[]): boolean =>
  one.length === other.length &&
  one.every((step, index) => step.content === other[index]?.content && step.status === other[index]?.status);
