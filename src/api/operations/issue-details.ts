import {
  type JsonObject,
  optionalObject,
  optionalString,
  readId,
  readNumber,
  readObject,
  readObjects,
  readOptional,
  readString,
} from "../../util/json.js";
import type { Operation } from "../operation.js";
import {
  type IssueReferenceNode,
  type IssueRelationNode,
  REFERENCE_FIELDS,
  RELATION_FIELDS,
  readReference,
  readRelation,
} from "./issue-relations.js";
import { ISSUE_USER_FIELDS, type IssueUserNode, readIssueUserOf } from "./issue-users.js";
import { ISSUE_LABEL_FIELDS, type IssueLabelNode, readIssueLabels } from "./labels.js";

export interface IssueLinkNode {
  id: string;
  url: string;
  title: string;
  subtitle: string | undefined;
}

export interface IssueCycleNode {
  id: string;
  number: number;
  name: string | undefined;
  startsAt: string;
  endsAt: string;
}

/** An issue with all that is around it. Instants are ISO 8601. */
export interface IssueDetailsNode extends IssueReferenceNode {
  description: string | undefined;
  branchName: string;
  team: { id: string; key: string; name: string };
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority: number;
  estimate: number | undefined;
  assignee: IssueUserNode | undefined;
  delegate: IssueUserNode | undefined;
  creator: IssueUserNode | undefined;
  labels: readonly IssueLabelNode[];
  project: { id: string; name: string } | undefined;
  cycle: IssueCycleNode | undefined;
  parent: IssueReferenceNode | undefined;
  subIssues: readonly IssueReferenceNode[];
  /** Relations that start at the issue. */
  relations: readonly IssueRelationNode[];
  /** Relations that end at the issue. */
  inverseRelations: readonly IssueRelationNode[];
  links: readonly IssueLinkNode[];
  /** A day, such as 2026-11-27. */
  dueDate: string | undefined;
  createdAt: string;
  updatedAt: string;
  startedAt: string | undefined;
  completedAt: string | undefined;
  canceledAt: string | undefined;
}

/** The most labels, sub-issues, relations either way and links that are read, each; together about 700 points. */
const MAX_LISTED = 50;

/** `id` is the issue's UUID or its identifier. */
export const getIssueDetails: Operation<{ id: string }, IssueDetailsNode> = {
  name: "GetIssueDetails",
  document: /* GraphQL */ `
    query GetIssueDetails($id: String!) {
      issue(id: $id) {
        ${REFERENCE_FIELDS}
        description branchName priority estimate dueDate createdAt updatedAt startedAt completedAt canceledAt
        team { id key name }
        assignee { ${ISSUE_USER_FIELDS} }
        delegate { ${ISSUE_USER_FIELDS} }
        creator { ${ISSUE_USER_FIELDS} }
        project { id name }
        cycle { id number name startsAt endsAt }
        parent { ${REFERENCE_FIELDS} }
        labels(first: ${MAX_LISTED}) { nodes { ${ISSUE_LABEL_FIELDS} } }
        children(first: ${MAX_LISTED}) { nodes { ${REFERENCE_FIELDS} } }
        relations(first: ${MAX_LISTED}) { nodes { ${RELATION_FIELDS} } }
        inverseRelations(first: ${MAX_LISTED}) { nodes { ${RELATION_FIELDS} } }
        attachments(first: ${MAX_LISTED}) { nodes { id url title subtitle } }
      }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const list = <Node>(key: string, read: (node: JsonObject, path: string) => Node): Node[] =>
      readObjects(readObject(issue, key, "issue"), "nodes", `issue.${key}`, read);
    const parent = optionalObject(issue, "parent", "issue");
    const project = optionalObject(issue, "project", "issue");
    const cycle = optionalObject(issue, "cycle", "issue");
    const team = readObject(issue, "team", "issue");
    return {
      ...readReference(issue, "issue"),
      description: optionalString(issue, "description", "issue"),
      branchName: readString(issue, "branchName", "issue"),
      team: {
        id: readId(team, "id", "issue.team"),
        key: readString(team, "key", "issue.team"),
        name: readString(team, "name", "issue.team"),
      },
      priority: readNumber(issue, "priority", "issue"),
      estimate: readOptional(readNumber, issue, "estimate", "issue"),
      assignee: readIssueUserOf(issue, "assignee", "issue"),
      delegate: readIssueUserOf(issue, "delegate", "issue"),
      creator: readIssueUserOf(issue, "creator", "issue"),
      labels: readIssueLabels(issue, "issue"),
      project: project && {
        id: readId(project, "id", "issue.project"),
        name: readString(project, "name", "issue.project"),
      },
      cycle: cycle && readCycle(cycle, "issue.cycle"),
      parent: parent && readReference(parent, "issue.parent"),
      subIssues: list("children", readReference),
      relations: list("relations", readRelation),
      inverseRelations: list("inverseRelations", readRelation),
      links: list("attachments", readLink),
      dueDate: optionalString(issue, "dueDate", "issue"),
      createdAt: readString(issue, "createdAt", "issue"),
      updatedAt: readString(issue, "updatedAt", "issue"),
      startedAt: optionalString(issue, "startedAt", "issue"),
      completedAt: optionalString(issue, "completedAt", "issue"),
      canceledAt: optionalString(issue, "canceledAt", "issue"),
    };
  },
};

function readCycle(cycle: JsonObject, path: string): IssueCycleNode {
  return {
    id: readId(cycle, "id", path),
    number: readNumber(cycle, "number", path),
    name: optionalString(cycle, "name", path),
    startsAt: readString(cycle, "startsAt", path),
    endsAt: readString(cycle, "endsAt", path),
  };
}

function readLink(link: JsonObject, path: string): IssueLinkNode {
  return {
    id: readId(link, "id", path),
    url: readString(link, "url", path),
    title: readString(link, "title", path),
    subtitle: optionalString(link, "subtitle", path),
  };
}
