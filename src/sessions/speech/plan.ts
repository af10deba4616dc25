import type { PlanTaskStatus } from "chat";
import type { PlanStep, PlanStepStatus } from "./session-effect.js";

/** What a plan is made from: the Chat SDK's `PlanModel`, or the tasks of a stream. */
export interface PlanSource {
  title: string;
  tasks: readonly { title: string; status: PlanTaskStatus }[];
}

/** Stands where a step has no title: Linear takes no empty ones. */
export const UNTITLED_STEP = "Working";

const statuses: { [Status in PlanTaskStatus]: PlanStepStatus } = {
  pending: "pending",
  in_progress: "inProgress",
  complete: "completed",
  error: "canceled",
};

const checklistLines: { [Status in PlanStepStatus]: (content: string) => string } = {
  pending: (content) => `- [ ] ${content}`,
  inProgress: (content) => `- [ ] ${content} _(in progress)_`,
  completed: (content) => `- [x] ${content}`,
  canceled: (content) => `- [ ] ${content} _(canceled)_`,
};

/**
 * The steps of an agent session's plan, in the order of the tasks. Linear's plan has no title, so the title of a plan
 * without tasks is its only step. A failed task is `canceled`, the nearest of Linear's statuses.
 */
export function toPlanSteps({ title, tasks }: PlanSource): PlanStep[] {
  if (tasks.length > 0)
    return tasks.map((task) => ({ content: toStepTitle(task.title), status: statuses[task.status] }));
  return title.trim() === "" ? [] : [{ content: toStepTitle(title), status: "inProgress" }];
}

/** `title` on one line; {@link UNTITLED_STEP} for a blank one. */
export function toStepTitle(title: string): string {
  return title.replace(/\s+/g, " ").trim() || UNTITLED_STEP;
}

/** A step of a checklist, with what there is to tell of it: Markdown, one list item each. */
export interface ChecklistStep extends PlanStep {
  notes?: readonly string[];
}

/** A plan as a Markdown checklist below its title, for comment threads. A blank title is left out. */
export function renderPlan(title: string, steps: readonly ChecklistStep[]): string {
  const heading = title.trim() === "" ? [] : [`**${toStepTitle(title).replaceAll("*", "\\*")}**`];
  const list = steps.map(renderStep).join("\n");
  return [...heading, ...(list === "" ? [] : [list])].join("\n\n");
}

function renderStep({ content, status, notes = [] }: ChecklistStep): string {
  return [checklistLines[status](content), ...notes.map((note) => `  - ${note.replaceAll("\n", "\n    ")}`)].join("\n");
}
