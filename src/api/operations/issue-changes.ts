import {
  type JsonObject,
  optionalObject,
  readBoolean,
  readId,
  readNumber,
  readObject,
  readObjects,
  readString,
} from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged, readPayload } from "../payload.js";

export interface WorkflowStateNode {
  id: string;
  name: string;
  /** "triage", "backlog", "unstarted", "started", "completed", "canceled" or "duplicate"; Linear may add others. */
  type: string;
}

/** A person or app user who has an issue, seen by us. */
export interface DelegateNode {
  id: string;
  displayName: string;
  isMe: boolean;
}

/** Where an issue stands, and where it can go. */
export interface IssueWorkflowNode {
  id: string;
  identifier: string;
  state: WorkflowStateNode;
  delegate: DelegateNode | undefined;
  team: { name: string; states: readonly (WorkflowStateNode & { position: number })[] };
}

// Teams have about ten; each costs 1.4 points.
const MAX_STATES = 100;
export const STATE_FIELDS = "id name type";
const DELEGATE_FIELDS = "id displayName isMe";

export const getIssueWorkflow: Operation<{ id: string }, IssueWorkflowNode> = {
  name: "GetIssueWorkflow",
  document: /* GraphQL */ `
    query GetIssueWorkflow($id: String!) {
      issue(id: $id) {
        id identifier
        state { ${STATE_FIELDS} }
        delegate { ${DELEGATE_FIELDS} }
        team { name states(first: ${MAX_STATES}) { nodes { ${STATE_FIELDS} position } } }
      }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const team = readObject(issue, "team", "issue");
    return {
      id: readId(issue, "id", "issue"),
      identifier: readString(issue, "identifier", "issue"),
      state: readWorkflowState(readObject(issue, "state", "issue"), "issue.state"),
      delegate: readDelegate(issue),
      team: {
        name: readString(team, "name", "issue.team"),
        states: readObjects(readObject(team, "states", "issue.team"), "nodes", "issue.team.states", (state, path) => ({
          ...readWorkflowState(state, path),
          position: readNumber(state, "position", path),
        })),
      },
    };
  },
};

export function readWorkflowState(state: JsonObject, path: string): WorkflowStateNode {
  return {
    id: readId(state, "id", path),
    name: readString(state, "name", path),
    type: readString(state, "type", path),
  };
}

function readDelegate(issue: JsonObject): DelegateNode | undefined {
  const delegate = optionalObject(issue, "delegate", "issue");
  return delegate && readPerson(delegate, "issue.delegate");
}

function readPerson(person: JsonObject, path: string): DelegateNode {
  return {
    id: readId(person, "id", path),
    displayName: readString(person, "displayName", path),
    isMe: readBoolean(person, "isMe", path),
  };
}

export interface IssueDelegationNode {
  id: string;
  delegate: DelegateNode | undefined;
  viewer: DelegateNode & { app: boolean };
}

/** Who has the issue, and who we are. */
export const getIssueDelegation: Operation<{ id: string }, IssueDelegationNode> = {
  name: "GetIssueDelegation",
  document: /* GraphQL */ `
    query GetIssueDelegation($id: String!) {
      issue(id: $id) { id delegate { ${DELEGATE_FIELDS} } }
      viewer { ${DELEGATE_FIELDS} app }
    }
  `,
  read: (data) => {
    const issue = readObject(data, "issue", "data");
    const viewer = readObject(data, "viewer", "data");
    return {
      id: readId(issue, "id", "issue"),
      delegate: readDelegate(issue),
      viewer: { ...readPerson(viewer, "viewer"), app: readBoolean(viewer, "app", "viewer") },
    };
  },
};

/** What may be changed. `null` empties a field. Linear takes the issue's UUID or its identifier. */
export interface IssueUpdateInput {
  stateId?: string;
  delegateId?: string;
  estimate?: number | null;
  priority?: number;
}

export const updateIssue: Operation<{ id: string; input: IssueUpdateInput }, undefined> = {
  name: "UpdateIssue",
  document: /* GraphQL */ `
    mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
      issueUpdate(id: $id, input: $input) { success }
    }
  `,
  read: (data) => void readPayload(data, "issueUpdate"),
};

export interface AttachmentCreateInput {
  issueId: string;
  url: string;
  title: string;
  subtitle?: string;
}

/**
 * Creates an attachment, which needs no id of ours: a second one with its URL is the same.
 * https://linear.app/developers/attachments
 */
export const createAttachment: Operation<{ input: AttachmentCreateInput }, string> = {
  name: "CreateAttachment",
  document: /* GraphQL */ `
    mutation CreateAttachment($input: AttachmentCreateInput!) {
      attachmentCreate(input: $input) { success attachment { id } }
    }
  `,
  read: (data) =>
    readChanged(data, "attachmentCreate", "attachment", (attachment, path) => readId(attachment, "id", path)),
};
