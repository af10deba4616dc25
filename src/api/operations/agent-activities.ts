import { type JsonObject, optionalObject, optionalString, readId, readObject, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged, readPayload } from "../payload.js";
import { AUTHOR_FIELDS, type AuthorNode, readAuthor, readWriter, WRITER_FIELDS, type WriterNode } from "./users.js";

/** What an agent may say. Unknown keys are refused. https://linear.app/developers/agent-interaction */
export type AgentActivityContent =
  | { type: "thought" | "elicitation" | "response" | "error"; body: string }
  | { type: "action"; action: string; parameter: string; result?: string };

/** `id` is our own UUID v4. `ephemeral` is for thoughts and actions only, signals are for elicitations. */
export interface AgentActivityCreateInput {
  id: string;
  agentSessionId: string;
  content: AgentActivityContent;
  ephemeral?: boolean;
  signal?: "select" | "auth";
  signalMetadata?: JsonObject;
}

export interface WrittenActivity {
  id: string;
  createdAt: string;
  /** The comment that shows it: there for responses, elicitations and errors, though Linear does not promise it. */
  sourceComment: { id: string; url: string } | undefined;
  author: WriterNode;
}

const WRITTEN_FIELDS = `id createdAt sourceComment { id url } user { ${WRITER_FIELDS} }`;

function readWrittenActivity(node: JsonObject, path: string): WrittenActivity {
  return {
    id: readId(node, "id", path),
    createdAt: readString(node, "createdAt", path),
    sourceComment: readSourceComment(node, path),
    author: readWriter(readObject(node, "user", path), `${path}.user`),
  };
}

function readSourceComment(node: JsonObject, path: string): { id: string; url: string } | undefined {
  const comment = optionalObject(node, "sourceComment", path);
  const commentPath = `${path}.sourceComment`;
  return comment && { id: readId(comment, "id", commentPath), url: readString(comment, "url", commentPath) };
}

const getWrittenActivity: Operation<{ id: string }, WrittenActivity> = {
  name: "GetWrittenActivity",
  document: /* GraphQL */ `
    query GetWrittenActivity($id: String!) {
      agentActivity(id: $id) { ${WRITTEN_FIELDS} }
    }
  `,
  read: (data) => readWrittenActivity(readObject(data, "agentActivity", "data"), "agentActivity"),
};

export const createAgentActivity: Operation<{ input: AgentActivityCreateInput }, WrittenActivity> = {
  name: "CreateAgentActivity",
  document: /* GraphQL */ `
    mutation CreateAgentActivity($input: AgentActivityCreateInput!) {
      agentActivityCreate(input: $input) { success agentActivity { ${WRITTEN_FIELDS} } }
    }
  `,
  read: (data) => readChanged(data, "agentActivityCreate", "agentActivity", readWrittenActivity),
  alreadyDone: { sign: "CONFLICT", readExisting: getWrittenActivity, idOf: ({ input }) => input.id },
};

/** Creates a thought or an action that vanishes with the next activity, and reads no more than that it was done: nobody will ask for it. */
export const createEphemeralActivity: Operation<{ input: AgentActivityCreateInput }, undefined> = {
  name: "CreateEphemeralActivity",
  document: /* GraphQL */ `
    mutation CreateEphemeralActivity($input: AgentActivityCreateInput!) {
      agentActivityCreate(input: $input) { success }
    }
  `,
  read: (data) => void readPayload(data, "agentActivityCreate"),
  alreadyDone: { sign: "CONFLICT", result: undefined },
};

/** The activity types that are messages: what people and the agent said. Thoughts and actions are the agent's work. */
export const MESSAGE_ACTIVITY_TYPES: readonly string[] = ["prompt", "response", "elicitation", "error"];

export interface ActivityNode {
  id: string;
  type: string;
  /** "" for activities without text. */
  body: string;
  createdAt: string;
  updatedAt: string;
  signal: string | undefined;
  sourceComment: { id: string; url: string } | undefined;
  user: AuthorNode;
}

export const ACTIVITY_FIELDS: string = `
  id createdAt updatedAt signal
  sourceComment { id url }
  user { ${AUTHOR_FIELDS} }
  content {
    ... on AgentActivityPromptContent { type body }
    ... on AgentActivityResponseContent { type body }
    ... on AgentActivityElicitationContent { type body }
    ... on AgentActivityErrorContent { type body }
    ... on AgentActivityThoughtContent { type body }
    ... on AgentActivityActionContent { type }
  }
`;

export function readActivity(node: JsonObject, path: string): ActivityNode {
  const content = readObject(node, "content", path);
  return {
    id: readId(node, "id", path),
    createdAt: readString(node, "createdAt", path),
    sourceComment: readSourceComment(node, path),
    type: readString(content, "type", `${path}.content`),
    body: optionalString(content, "body", `${path}.content`) ?? "",
    updatedAt: readString(node, "updatedAt", path),
    signal: optionalString(node, "signal", path),
    user: readAuthor(readObject(node, "user", path), `${path}.user`),
  };
}

/** An activity with where it belongs. */
export interface OrganizationActivity {
  organizationId: string;
  issueId: string | undefined;
  activity: ActivityNode;
}

export const getAgentActivity: Operation<{ id: string }, OrganizationActivity> = {
  name: "GetAgentActivity",
  document: /* GraphQL */ `
    query GetAgentActivity($id: String!) {
      organization { id }
      agentActivity(id: $id) { ${ACTIVITY_FIELDS} agentSession { issue { id } } }
    }
  `,
  read: (data) => {
    const activity = readObject(data, "agentActivity", "data");
    const issue = optionalObject(readObject(activity, "agentSession", "agentActivity"), "issue", "agentSession");
    return {
      organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
      issueId: issue && readId(issue, "id", "agentSession.issue"),
      activity: readActivity(activity, "agentActivity"),
    };
  },
};
