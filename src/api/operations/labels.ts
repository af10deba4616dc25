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
import { readChanged, readPayload } from "../payload.js";

/** A label that an issue has. */
export interface IssueLabelNode {
  id: string;
  name: string;
  /** The group that it is in. */
  group: { id: string; name: string } | undefined;
}

/** A label that an issue can have, or a group of such. */
export interface LabelNode extends IssueLabelNode {
  isGroup: boolean;
  /** Undefined for a label of the whole workspace. */
  teamId: string | undefined;
}

export const ISSUE_LABEL_FIELDS = "id name parent { id name }";
const LABEL_FIELDS = `${ISSUE_LABEL_FIELDS} isGroup team { id }`;

// The limit is enough for any issue, and for what a few names find.
const MAX_LABELS = 50;

function readIssueLabel(label: JsonObject, path: string): IssueLabelNode {
  const parent = optionalObject(label, "parent", path);
  return {
    id: readId(label, "id", path),
    name: readString(label, "name", path),
    group: parent && {
      id: readId(parent, "id", `${path}.parent`),
      name: readString(parent, "name", `${path}.parent`),
    },
  };
}

function readLabel(label: JsonObject, path: string): LabelNode {
  const team = optionalObject(label, "team", path);
  return {
    ...readIssueLabel(label, path),
    isGroup: readBoolean(label, "isGroup", path),
    teamId: team && readId(team, "id", `${path}.team`),
  };
}

export function readIssueLabels(issue: JsonObject, path: string): IssueLabelNode[] {
  return readObjects(readObject(issue, "labels", path), "nodes", `${path}.labels`, readIssueLabel);
}

/** The labels of an issue. */
export const getIssueLabels: Operation<{ id: string }, IssueLabelNode[]> = {
  name: "GetIssueLabels",
  document: /* GraphQL */ `
    query GetIssueLabels($id: String!) {
      issue(id: $id) { labels(first: ${MAX_LABELS}) { nodes { ${ISSUE_LABEL_FIELDS} } } }
    }
  `,
  read: (data) => readIssueLabels(readObject(data, "issue", "data"), "issue"),
};

/** An `IssueLabelFilter`, as far as we use it. */
export interface LabelFilter {
  or: readonly {
    id?: { eq: string };
    name?: { eqIgnoreCase: string };
    parent?: { name: { eqIgnoreCase: string } };
  }[];
}

export interface FoundLabels {
  /** The labels that the issue has. */
  present: IssueLabelNode[];
  team: { id: string; name: string };
  /** The labels of the team and of the workspace that fit the filter. */
  found: LabelNode[];
}

/** The labels of an issue, and those that it can have and that a filter finds. */
export const findLabels: Operation<{ id: string; filter: LabelFilter }, FoundLabels> = {
  name: "FindLabels",
  document: /* GraphQL */ `
    query FindLabels($id: String!, $filter: IssueLabelFilter!) {
      issue(id: $id) {
        labels(first: ${MAX_LABELS}) { nodes { ${ISSUE_LABEL_FIELDS} } }
        team { id name labels(first: ${MAX_LABELS}, filter: $filter) { nodes { ${LABEL_FIELDS} } } }
      }
      issueLabels(first: ${MAX_LABELS}, filter: { and: [$filter, { team: { null: true } }] }) {
        nodes { ${LABEL_FIELDS} }
      }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const team = readObject(issue, "team", "issue");
    const labels = readObject(team, "labels", "issue.team");
    const ofTeam = readObjects(labels, "nodes", "issue.team.labels", readLabel);
    const ofWorkspace = readObjects(readObject(data, "issueLabels", "data"), "nodes", "issueLabels", readLabel);
    // Linear does not document whether the labels of a team include the workspace's.
    const known = new Set(ofTeam.map(({ id }) => id));
    return {
      present: readIssueLabels(issue, "issue"),
      team: { id: readId(team, "id", "issue.team"), name: readString(team, "name", "issue.team") },
      found: [...ofTeam, ...ofWorkspace.filter(({ id }) => !known.has(id))],
    };
  },
};

/** `id` is our own UUID v4. A label of a group must belong to the same team, or to none, as the group. */
export interface LabelCreateInput {
  id: string;
  name: string;
  teamId?: string;
  parentId?: string;
}

export const createLabel: Operation<{ input: LabelCreateInput }, undefined> = {
  name: "CreateLabel",
  document: /* GraphQL */ `
    mutation CreateLabel($input: IssueLabelCreateInput!) {
      issueLabelCreate(input: $input) { success }
    }
  `,
  read: (data) => void readPayload(data, "issueLabelCreate"),
  alreadyDone: { sign: "CONFLICT", result: undefined },
};

export interface LabelChange {
  id: string;
  added: readonly string[];
  removed: readonly string[];
}

/** Adds and removes labels, whatever others do to the rest meanwhile; reads those that the issue then has. */
export const changeLabels: Operation<LabelChange, IssueLabelNode[]> = {
  name: "ChangeLabels",
  document: /* GraphQL */ `
    mutation ChangeLabels($id: String!, $added: [String!]!, $removed: [String!]!) {
      issueUpdate(id: $id, input: { addedLabelIds: $added, removedLabelIds: $removed }) {
        success
        issue { labels(first: ${MAX_LABELS}) { nodes { ${ISSUE_LABEL_FIELDS} } } }
      }
    }
  `,
  read: (data) => readChanged(data, "issueUpdate", "issue", readIssueLabels),
};
