import type { IssueChanges } from "../actions/issues.js";
import { checkLabels } from "../actions/labels.js";
import type { RequestContext } from "../graphql/context.js";
import type { IssueRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { findRow } from "../state.js";
import { orUndefined, readGiven, readSet } from "./payload.js";

export interface IssueInput {
  title?: string | null;
  description?: string | null;
  stateId?: string | null;
  assigneeId?: string | null;
  delegateId?: string | null;
  parentId?: string | null;
  labelIds?: readonly string[] | null;
  addedLabelIds?: readonly string[] | null;
  removedLabelIds?: readonly string[] | null;
  priority?: number | null;
  estimate?: number | null;
  projectId?: string | null;
  cycleId?: string | null;
  /** A day such as 2026-11-27. */
  dueDate?: string | null;
  subscriberIds?: readonly string[] | null;
}

const LONGEST_TITLE = 255;

/** What the input says about plain fields. Ids must lead somewhere. An app as assignee is a delegate instead. */
export function readChanges(input: IssueInput, teamId: string, { world, actor }: RequestContext): IssueChanges {
  const { organizationId } = actor.user;
  if (input.stateId != null) {
    const state = findRow(world.state, "workflowStates", input.stateId, organizationId);
    if (state.teamId !== teamId) throw invalidInput("Discrepancy between issue team and state, cycle or project");
  }
  if (input.parentId != null) findRow(world.state, "issues", input.parentId, organizationId);
  if (input.estimate != null && input.estimate < 0) {
    throw invalidInput("Argument Validation Error - estimate must not be less than 0");
  }
  if (input.projectId != null) findRow(world.state, "projects", input.projectId, organizationId);
  if (input.cycleId != null && findRow(world.state, "cycles", input.cycleId, organizationId).teamId !== teamId) {
    throw invalidInput("Discrepancy between issue team and state, cycle or project");
  }
  for (const id of input.subscriberIds ?? []) findRow(world.state, "users", id, organizationId);
  const assignee =
    input.assigneeId == null ? undefined : findRow(world.state, "users", input.assigneeId, organizationId);
  return {
    ...(input.title == null ? {} : { title: readTitle(input.title) }),
    ...(input.description === undefined ? {} : { description: orUndefined(input.description) }),
    ...(input.stateId == null ? {} : { stateId: input.stateId }),
    ...(input.assigneeId === undefined || assignee?.appId !== undefined ? {} : { assigneeId: assignee?.id }),
    ...(input.parentId === undefined ? {} : { parentId: orUndefined(input.parentId) }),
    ...(input.priority == null ? {} : { priority: input.priority }),
    ...(input.estimate === undefined ? {} : { estimate: orUndefined(input.estimate) }),
    ...readGiven(input, ["projectId", "cycleId", "dueDate"]),
    ...readSet(input, ["subscriberIds"]),
    ...(input.delegateId === null ? { delegateId: undefined } : {}),
  };
}

export function readTitle(title: string | null | undefined): string {
  if (title == null || title.trim() === "") throw invalidInput("Argument Validation Error - title must not be empty");
  if (title.length > LONGEST_TITLE) {
    throw invalidInput(`Argument Validation Error - title must have at most ${LONGEST_TITLE} characters`);
  }
  return title;
}

export function readLabels(
  issue: Pick<IssueRecord, "teamId" | "labelIds">,
  input: IssueInput,
  { world, actor }: RequestContext,
): string[] | undefined {
  if (input.labelIds == null && input.addedLabelIds == null && input.removedLabelIds == null) return undefined;
  const wanted = [...(input.labelIds ?? issue.labelIds), ...(input.addedLabelIds ?? [])];
  const labels = wanted.map((id) => findRow(world.state, "labels", id, actor.user.organizationId));
  const kept = [...new Set(labels)].filter(({ id }) => !input.removedLabelIds?.includes(id));
  checkLabels(issue.teamId, kept);
  return kept.map(({ id }) => id);
}
