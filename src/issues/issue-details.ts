import type { LinearApi } from "../api/operation.js";
import { getIssueDetails, type IssueDetailsNode } from "../api/operations/issue-details.js";
import { withoutUndefined } from "../util/without-undefined.js";
import { type LinearPerson, toPerson } from "./assignee.js";
import type { LinearIssueLink } from "./issue-link.js";
import { type LinearIssueLabel, toIssueLabel } from "./labels.js";
import { type LinearPriority, toPriority } from "./priority.js";
import { type LinearIssueReference, type LinearIssueRelation, toReference, toRelations } from "./relations.js";

/** A link on an issue, as it is read. */
export interface LinearAttachedLink extends LinearIssueLink {
  id: string;
}

/** A team's cycle that an issue is planned for. */
export interface LinearIssueCycle {
  id: string;
  number: number;
  name?: string;
  startsAt: Date;
  endsAt: Date;
}

/** An issue as it stands. What is not set is missing; of the lists, the first 50. */
export interface LinearIssueDetails extends LinearIssueReference {
  /** Markdown. */
  description?: string;
  /** Name that Linear suggests for a branch of it. */
  branchName: string;
  team: { id: string; key: string; name: string };
  priority: LinearPriority;
  /** In the points of the team's scale. */
  estimate?: number;
  /** The person whose issue it is. */
  assignee?: LinearPerson;
  /** The agent who works on it. */
  delegate?: LinearPerson;
  creator?: LinearPerson;
  labels: LinearIssueLabel[];
  project?: { id: string; name: string };
  cycle?: LinearIssueCycle;
  parent?: LinearIssueReference;
  subIssues: LinearIssueReference[];
  relations: LinearIssueRelation[];
  links: LinearAttachedLink[];
  /** A day, such as "2026-11-27". */
  dueDate?: string;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  completedAt?: Date;
  canceledAt?: Date;
}

export async function readIssue(api: LinearApi, issueId: string): Promise<LinearIssueDetails> {
  return toIssueDetails(await api.execute(getIssueDetails, { id: issueId }));
}

function toIssueDetails(node: IssueDetailsNode): LinearIssueDetails {
  const { parent, cycle, inverseRelations, ...issue } = node;
  return withoutUndefined({
    ...issue,
    priority: toPriority(node.priority),
    assignee: node.assignee && toPerson(node.assignee),
    delegate: node.delegate && toPerson(node.delegate),
    creator: node.creator && toPerson(node.creator),
    labels: node.labels.map(toIssueLabel),
    cycle: cycle && withoutUndefined({ ...cycle, startsAt: new Date(cycle.startsAt), endsAt: new Date(cycle.endsAt) }),
    parent: parent && toReference(parent),
    subIssues: node.subIssues.map(toReference),
    relations: toRelations(node.relations, inverseRelations),
    links: node.links.map((link) => withoutUndefined(link)),
    createdAt: new Date(node.createdAt),
    updatedAt: new Date(node.updatedAt),
    startedAt: toDate(node.startedAt),
    completedAt: toDate(node.completedAt),
    canceledAt: toDate(node.canceledAt),
  });
}

const toDate = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant);
