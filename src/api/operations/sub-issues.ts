import { type JsonObject, readId, readObject, readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readPayload } from "../payload.js";

/** What a sub-issue needs to know of its parent. */
export interface ParentIssueNode {
  id: string;
  teamId: string;
}

export const getParentIssue: Operation<{ id: string }, ParentIssueNode> = {
  name: "GetParentIssue",
  document: /* GraphQL */ `
    query GetParentIssue($id: String!) {
      issue(id: $id) { id team { id } }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    return {
      id: readId(issue, "id", "issue"),
      teamId: readId(readObject(issue, "team", "issue"), "id", "issue.team"),
    };
  },
};

export interface CreatedIssueNode {
  id: string;
  identifier: string;
  title: string;
  url: string;
}

export const CREATED_FIELDS = "id identifier title url";

export function readCreated(issue: JsonObject, path: string): CreatedIssueNode {
  return {
    id: readId(issue, "id", path),
    identifier: readString(issue, "identifier", path),
    title: readString(issue, "title", path),
    url: readString(issue, "url", path),
  };
}

/** `id` is our own UUID v4. */
export interface IssueCreateInput {
  id: string;
  teamId: string;
  parentId: string;
  title: string;
  description?: string;
}

/** The most issues that Linear takes in one batch. https://github.com/linear/linear/issues/1087 */
export const MAX_ISSUE_BATCH = 50;

/** Creates issues, all or none. `undefined` when they are there already: an earlier try has landed. */
export const createIssues: Operation<
  { input: { issues: readonly IssueCreateInput[] } },
  CreatedIssueNode[] | undefined
> = {
  name: "CreateIssues",
  document: /* GraphQL */ `
    mutation CreateIssues($input: IssueBatchCreateInput!) {
      issueBatchCreate(input: $input) { success issues { ${CREATED_FIELDS} } }
    }
  `,
  read: (data) => readObjects(readPayload(data, "issueBatchCreate"), "issues", "issueBatchCreate", readCreated),
  alreadyDone: { sign: "CONFLICT", result: undefined },
};

export const listCreatedIssues: Operation<{ ids: readonly string[] }, CreatedIssueNode[]> = {
  name: "ListCreatedIssues",
  document: /* GraphQL */ `
    query ListCreatedIssues($ids: [ID!]!) {
      issues(filter: { id: { in: $ids } }, first: ${MAX_ISSUE_BATCH}) { nodes { ${CREATED_FIELDS} } }
    }
  `,
  read: (data) => readObjects(readObject(data, "issues", "data"), "nodes", "issues", readCreated),
};
