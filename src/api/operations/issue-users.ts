import {
  type JsonObject,
  optionalObject,
  readBoolean,
  readId,
  readObject,
  readObjects,
  readString,
} from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged } from "../payload.js";

/** A person or app user who has to do with an issue, seen by us. */
export interface IssueUserNode {
  id: string;
  name: string;
  /** The @handle. */
  displayName: string;
  app: boolean;
  isMe: boolean;
}

export const ISSUE_USER_FIELDS = "id name displayName app isMe";

function readIssueUser(person: JsonObject, path: string): IssueUserNode {
  return {
    id: readId(person, "id", path),
    name: readString(person, "name", path),
    displayName: readString(person, "displayName", path),
    app: readBoolean(person, "app", path),
    isMe: readBoolean(person, "isMe", path),
  };
}

export function readIssueUserOf(source: JsonObject, key: string, path: string): IssueUserNode | undefined {
  const person = optionalObject(source, key, path);
  return person && readIssueUser(person, `${path}.${key}`);
}

/** Somebody who can have an issue. */
export interface AssignableUserNode extends IssueUserNode {
  email: string;
}

// The limit is enough to name those that one name may mean.
const MAX_FOUND = 10;

/** Active people, without apps, whose handle, name or e-mail address is `name`, in any case. */
export const findPeople: Operation<{ name: string }, AssignableUserNode[]> = {
  name: "FindPeople",
  document: /* GraphQL */ `
    query FindPeople($name: String!) {
      users(
        first: ${MAX_FOUND}
        filter: {
          app: { eq: false }
          active: { eq: true }
          or: [
            { displayName: { eqIgnoreCase: $name } }
            { name: { eqIgnoreCase: $name } }
            { email: { eqIgnoreCase: $name } }
          ]
        }
      ) { nodes { ${ISSUE_USER_FIELDS} email } }
    }
  `,
  read: (data) =>
    readObjects(readObject(data, "users", "data"), "nodes", "users", (person, path) => ({
      ...readIssueUser(person, path),
      email: readString(person, "email", path),
    })),
};

/** Gives the issue to somebody, or to nobody; reads who has it then. */
export const assignIssue: Operation<{ id: string; assigneeId: string | null }, IssueUserNode | undefined> = {
  name: "AssignIssue",
  document: /* GraphQL */ `
    mutation AssignIssue($id: String!, $assigneeId: String) {
      issueUpdate(id: $id, input: { assigneeId: $assigneeId }) { success issue { assignee { ${ISSUE_USER_FIELDS} } } }
    }
  `,
  read: (data) => readChanged(data, "issueUpdate", "issue", (issue, path) => readIssueUserOf(issue, "assignee", path)),
};
