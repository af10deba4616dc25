import type { JsonObject } from "../../util/json.js";
import type { IssueRecord } from "../records.js";
import type { World } from "../world.js";
import { teamChild, userActor, userChild } from "./children.js";
import { reactionData } from "./reaction-payload.js";

export interface IssueChange {
  action: "create" | "update";
  actorId: string | undefined;
  /** Old values of what changed, on updates. */
  updatedFrom: JsonObject | undefined;
}

/** Sends an Issue event. */
export function issueChanged(world: World, issue: IssueRecord, change: IssueChange): void {
  world.emit({
    organizationId: issue.organizationId,
    type: "Issue",
    payload: {
      action: change.action,
      actor: userActor(world, change.actorId),
      createdAt: issue.updatedAt,
      data: issueData(world, issue),
      updatedFrom: change.updatedFrom,
      url: issue.url,
      type: "Issue",
    },
  });
}

function issueData(world: World, issue: IssueRecord): JsonObject {
  const state = world.state.workflowStates.get(issue.stateId);
  const labels = issue.labelIds.flatMap((id) => world.state.labels.get(id) ?? []);
  return {
    id: issue.id,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    archivedAt: issue.archivedAt ?? null,
    trashed: issue.trashed ?? null,
    number: issue.number,
    title: issue.title,
    priority: issue.priority,
    priorityLabel: priorityLabel(issue.priority),
    prioritySortOrder: 0,
    sortOrder: 0,
    estimate: issue.estimate ?? null,
    identifier: issue.identifier,
    url: issue.url,
    previousIdentifiers: [],
    subscriberIds: issue.subscriberIds,
    teamId: issue.teamId,
    team: teamChild(world, issue.teamId),
    stateId: issue.stateId,
    state: state && { id: state.id, name: state.name, color: state.color, type: state.type },
    creatorId: issue.creatorId ?? null,
    creator: userChild(world, issue.creatorId),
    assigneeId: issue.assigneeId ?? null,
    assignee: userChild(world, issue.assigneeId),
    delegateId: issue.delegateId ?? null,
    delegate: userChild(world, issue.delegateId),
    parentId: issue.parentId ?? null,
    projectId: issue.projectId,
    cycleId: issue.cycleId,
    dueDate: issue.dueDate,
    labelIds: issue.labelIds,
    labels: labels.map(({ id, name, color, parentId }) => ({ id, name, color, parentId })),
    description: issue.description ?? null,
    reactionData: reactionData(world, { commentId: undefined, issueId: issue.id }),
  };
}

// https://linear.app/docs/priority
const PRIORITY_LABELS = ["No priority", "Urgent", "High", "Medium", "Low"];

export const priorityLabel = (priority: number): string => PRIORITY_LABELS[priority] ?? "No priority";
