import { type JsonObject, readId, readObject, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged } from "../payload.js";
import { readWorkflowState, STATE_FIELDS, type WorkflowStateNode } from "./issue-changes.js";

/** The facts of an issue that is shown beside another one. */
export interface IssueReferenceNode {
  id: string;
  identifier: string;
  title: string;
  url: string;
  state: WorkflowStateNode;
}

export const REFERENCE_FIELDS: string = `id identifier title url state { ${STATE_FIELDS} }`;

export function readReference(issue: JsonObject, path: string): IssueReferenceNode {
  return {
    id: readId(issue, "id", path),
    identifier: readString(issue, "identifier", path),
    title: readString(issue, "title", path),
    url: readString(issue, "url", path),
    state: readWorkflowState(readObject(issue, "state", path), `${path}.state`),
  };
}

/** `issue` blocks, duplicates, is related or similar to `relatedIssue`. */
export interface IssueRelationNode {
  /** "blocks", "duplicate", "related" or "similar"; Linear may add others. */
  type: string;
  issue: IssueReferenceNode;
  relatedIssue: IssueReferenceNode;
}

export const RELATION_FIELDS: string = `type issue { ${REFERENCE_FIELDS} } relatedIssue { ${REFERENCE_FIELDS} }`;

export function readRelation(relation: JsonObject, path: string): IssueRelationNode {
  return {
    type: readString(relation, "type", path),
    issue: readReference(readObject(relation, "issue", path), `${path}.issue`),
    relatedIssue: readReference(readObject(relation, "relatedIssue", path), `${path}.relatedIssue`),
  };
}

/** `id` is our own UUID v4; the issues by UUID or identifier. */
export interface IssueRelationCreateInput {
  id: string;
  issueId: string;
  relatedIssueId: string;
  type: "blocks" | "duplicate" | "related";
}

const getIssueRelation: Operation<{ id: string }, IssueRelationNode> = {
  name: "GetIssueRelation",
  document: /* GraphQL */ `
    query GetIssueRelation($id: String!) {
      issueRelation(id: $id) { ${RELATION_FIELDS} }
    }
  `,
  read: (data) => readRelation(readObject(data, "issueRelation", "data"), "issueRelation"),
};

export const createIssueRelation: Operation<{ input: IssueRelationCreateInput }, IssueRelationNode> = {
  name: "CreateIssueRelation",
  document: /* GraphQL */ `
    mutation CreateIssueRelation($input: IssueRelationCreateInput!) {
      issueRelationCreate(input: $input) { success issueRelation { ${RELATION_FIELDS} } }
    }
  `,
  read: (data) => readChanged(data, "issueRelationCreate", "issueRelation", readRelation),
  alreadyDone: { sign: "CONFLICT", readExisting: getIssueRelation, idOf: ({ input }) => input.id },
};
