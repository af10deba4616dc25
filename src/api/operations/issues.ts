import {
  type JsonObject,
  optionalObject,
  optionalString,
  readBoolean,
  readId,
  readObject,
  readObjects,
  readString,
} from "../../util/json.js";
import type { Operation } from "../operation.js";

export interface IssueNode {
  id: string;
  identifier: string;
  title: string;
  url: string;
  state: string;
  team: { key: string; name: string; visibility: string };
  /** Whether it is shared with people who cannot see its team. */
  isShared: boolean;
}

function readNamed(node: JsonObject, key: string, path: string): string {
  return readString(readObject(node, key, path), "name", `${path}.${key}`);
}

/** Reads the issue that a thread is about. `id` is the issue's UUID or its identifier, such as ENG-123. */
export const getIssue: Operation<{ id: string }, IssueNode> = {
  name: "GetIssue",
  document: /* GraphQL */ `
    query GetIssue($id: String!) {
      issue(id: $id) { id identifier title url state { name } team { key name visibility } sharedAccess { isShared } }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const team = readObject(issue, "team", "issue");
    return {
      id: readId(issue, "id", "issue"),
      identifier: readString(issue, "identifier", "issue"),
      title: readString(issue, "title", "issue"),
      url: readString(issue, "url", "issue"),
      state: readNamed(issue, "state", "issue"),
      team: {
        key: readString(team, "key", "issue.team"),
        name: readString(team, "name", "issue.team"),
        visibility: readString(team, "visibility", "issue.team"),
      },
      isShared: readBoolean(readObject(issue, "sharedAccess", "issue"), "isShared", "issue.sharedAccess"),
    };
  },
};

/** The UUID of an issue that is named by its identifier. */
export const getIssueId: Operation<{ id: string }, string> = {
  name: "GetIssueId",
  document: /* GraphQL */ `
    query GetIssueId($id: String!) {
      issue(id: $id) { id }
    }
  `,
  read: (data) => readId(readObject(data, "issue", "data"), "id", "issue"),
};

export interface PersonNode {
  id: string;
  displayName: string;
}

export interface IssueSubjectNode {
  id: string;
  identifier: string;
  title: string;
  description: string | undefined;
  url: string;
  state: string;
  assignee: PersonNode | undefined;
  delegate: PersonNode | undefined;
  creator: PersonNode | undefined;
  project: string | undefined;
  labels: readonly string[];
}

// More labels than this on one issue are rare; a page of the default 50 would cost 25 points more.
const MAX_LABELS = 25;

/** The issue as the subject of a message. */
export const getIssueSubject: Operation<{ id: string }, IssueSubjectNode> = {
  name: "GetIssueSubject",
  document: /* GraphQL */ `
    query GetIssueSubject($id: String!) {
      issue(id: $id) {
        id identifier title description url
        state { name }
        assignee { id displayName }
        delegate { id displayName }
        creator { id displayName }
        project { name }
        labels(first: ${MAX_LABELS}) { nodes { name } }
      }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const project = optionalObject(issue, "project", "issue");
    return {
      id: readId(issue, "id", "issue"),
      identifier: readString(issue, "identifier", "issue"),
      title: readString(issue, "title", "issue"),
      description: optionalString(issue, "description", "issue"),
      url: readString(issue, "url", "issue"),
      state: readNamed(issue, "state", "issue"),
      assignee: readPerson(issue, "assignee"),
      delegate: readPerson(issue, "delegate"),
      creator: readPerson(issue, "creator"),
      project: project && readString(project, "name", "issue.project"),
      labels: readObjects(readObject(issue, "labels", "issue"), "nodes", "issue.labels", (label, path) =>
        readString(label, "name", path),
      ),
    };
  },
};

function readPerson(issue: JsonObject, key: string): PersonNode | undefined {
  const person = optionalObject(issue, key, "issue");
  const path = `issue.${key}`;
  return person && { id: readId(person, "id", path), displayName: readString(person, "displayName", path) };
}
