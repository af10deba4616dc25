import type { PlanTaskStatus, TaskUpdateChunk } from "chat";
import { toStepTitle, UNTITLED_STEP } from "../speech/plan.js";
import type { SessionEffect } from "../speech/session-effect.js";

export type ActionEffect = Extract<SessionEffect, { kind: "action" }>;

/** A tool step as far as the stream has told of it. */
interface Step {
  title: string;
  status: PlanTaskStatus;
  details: string | undefined;
  output: string | undefined;
  /** The final statuses that it has had; none comes twice. */
  verdicts: readonly PlanTaskStatus[];
}

/** The tool steps of one stream. */
export interface SessionSteps {
  /** Takes the news of a step. Gives the action that shows it, nothing where there is nothing new to show. */
  update(chunk: TaskUpdateChunk): ActionEffect | undefined;
  /** All steps in the order of their first appearance. */
  list(): readonly { title: string; status: PlanTaskStatus }[];
}

export function createSessionSteps(): SessionSteps {
  const steps = new Map<string, Step>();

  return {
    update(chunk) {
      const before = steps.get(chunk.id);
      if (before !== undefined && isOldNews(before, chunk.status)) return undefined;
      const after = mergeStep(before, chunk);
      steps.set(chunk.id, after);
      return actions[chunk.status](after, before);
    },
    list: () => [...steps.values()],
  };
}

type ToAction = (after: Step, before: Step | undefined) => ActionEffect | undefined;

// Linear refuses an action without a parameter, so each status has a sign for steps that tell no details.
const actions: { [Status in PlanTaskStatus]: ToAction } = {
  pending: () => undefined,
  in_progress: (after, before) =>
    before !== undefined && looksTheSame(before, after)
      ? undefined
      : {
          kind: "action",
          action: after.title,
          parameter: after.details ?? "…",
          result: undefined,
          ephemeral: true,
        },
  complete: (after) => ({
    kind: "action",
    action: after.title,
    parameter: after.details ?? "✓",
    result: after.output,
    ephemeral: false,
  }),
  error: (after) => ({
    kind: "action",
    action: after.title,
    parameter: after.details ?? "✗",
    result: after.output ?? "Failed",
    ephemeral: false,
  }),
};

const isFinal = (status: PlanTaskStatus): boolean => status === "complete" || status === "error";

/** A finished step does not run again; its verdict may be corrected, but is given once. */
const isOldNews = (step: Step, status: PlanTaskStatus): boolean =>
  isFinal(status) ? step.verdicts.includes(status) : step.verdicts.length > 0;

const looksTheSame = (before: Step, after: Step): boolean =>
  before.status === after.status && before.title === after.title && before.details === after.details;

function mergeStep(before: Step | undefined, { title, status, details, output }: TaskUpdateChunk): Step {
  return {
    title: title.trim() === "" ? (before?.title ?? UNTITLED_STEP) : toStepTitle(title),
    status,
    details: filled(details) ?? before?.details,
    // A correction does not inherit the output of the verdict that it corrects.
    output: filled(output) ?? (before?.verdicts.length ? undefined : before?.output),
    verdicts: isFinal(status) ? [...(before?.verdicts ?? []), status] : [],
  };
}

const filled = (text: string | undefined): string | undefined => text?.trim() || undefined;
