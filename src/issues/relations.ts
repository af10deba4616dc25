import type { LinearApi } from "../api/operation.js";
import {
  createIssueRelation,
  type IssueReferenceNode,
  type IssueRelationCreateInput,
  type IssueRelationNode,
} from "../api/operations/issue-relations.js";
import { LinearAdapterError } from "../errors.js";
import type { LinearWorkflowState } from "./workflow.js";

/** An issue beside another one. */
export interface LinearIssueReference {
  id: string;
  /** Such as ENG-123. */
  identifier: string;
  title: string;
  url: string;
  state: LinearWorkflowState;
}

/** What an issue is to another one: it "blocks" it, is "blocked-by" it and so on. "similar" is found by Linear. */
export type LinearIssueRelationKind =
  | "blocks"
  | "blocked-by"
  | "duplicate-of"
  | "duplicated-by"
  | "related"
  | "similar";

/** How an issue stands to another one. */
export interface LinearIssueRelation {
  kind: LinearIssueRelationKind;
  /** The other issue. */
  issue: LinearIssueReference;
}

/** A relation that a bot can make. */
export type LinearNewRelationKind = Exclude<LinearIssueRelationKind, "similar">;

interface Direction {
  type: IssueRelationCreateInput["type"];
  /** Which end of Linear's relation the issue is. */
  end: "source" | "target";
}

// The type says how the source relates to the target. https://linear.app/docs/issue-relations
const DIRECTIONS: { readonly [Kind in LinearNewRelationKind]: Direction } = {
  blocks: { type: "blocks", end: "source" },
  "blocked-by": { type: "blocks", end: "target" },
  "duplicate-of": { type: "duplicate", end: "source" },
  "duplicated-by": { type: "duplicate", end: "target" },
  related: { type: "related", end: "source" },
};

const isNewRelationKind = (kind: string): kind is LinearNewRelationKind => Object.hasOwn(DIRECTIONS, kind);

/** All relations of an issue, seen from it. */
export function toRelations(
  relations: readonly IssueRelationNode[],
  inverseRelations: readonly IssueRelationNode[],
): LinearIssueRelation[] {
  return [
    ...relations.map((relation) => toRelation(relation, "source")),
    ...inverseRelations.map((relation) => toRelation(relation, "target")),
  ];
}

function toRelation({ type, issue, relatedIssue }: IssueRelationNode, end: Direction["end"]): LinearIssueRelation {
  return { kind: toKind(type, end), issue: toReference(end === "source" ? relatedIssue : issue) };
}

function toKind(type: string, end: Direction["end"]): LinearIssueRelationKind {
  switch (type) {
    case "blocks":
      return end === "source" ? "blocks" : "blocked-by";
    case "duplicate":
      return end === "source" ? "duplicate-of" : "duplicated-by";
    case "similar":
      return "similar";
    default:
      // A type that Linear adds later still says that the issues have to do with each other.
      return "related";
  }
}

export const toReference = ({ id, identifier, title, url, state }: IssueReferenceNode): LinearIssueReference => ({
  id,
  identifier,
  title,
  url,
  state,
});

export async function relateIssue(
  api: LinearApi,
  newId: () => string,
  issueId: string,
  kind: LinearNewRelationKind,
  otherId: string,
): Promise<LinearIssueRelation> {
  if (!isNewRelationKind(kind)) throw kindInvalid(kind);
  const { type, end } = DIRECTIONS[kind];
  const [source, target] = end === "source" ? [issueId, otherId] : [otherId, issueId];
  const input = { id: newId(), issueId: source, relatedIssueId: target, type };
  return toRelation(await api.execute(createIssueRelation, { input }), end);
}

function kindInvalid(kind: string): LinearAdapterError {
  return new LinearAdapterError(
    "MESSAGE_INVALID",
    `"${kind}" is no relation of issues that can be made: it can be ${Object.keys(DIRECTIONS).join(", ")}`,
    { kind },
  );
}
