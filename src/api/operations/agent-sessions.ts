import { type JsonObject, optionalObject, optionalString, readId, readObject, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { PAGE_INFO, type Page, type PageArguments, readPage } from "../page.js";
import { readPayload } from "../payload.js";
import { ACTIVITY_FIELDS, type ActivityNode, MESSAGE_ACTIVITY_TYPES, readActivity } from "./agent-activities.js";
import { COMMENT_FIELDS, type CommentNode, readComment } from "./comments.js";
import { AUTHOR_FIELDS, type AuthorNode, readAuthor } from "./users.js";

/** A session with what it was opened by. */
export interface SessionNode {
  id: string;
  createdAt: string;
  updatedAt: string;
  url: string | undefined;
  status: string;
  summary: string | undefined;
  creator: AuthorNode | undefined;
  issue: { id: string; identifier: string; title: string; description: string | undefined; url: string } | undefined;
  /** Root of the session's thread. */
  comment: (CommentNode & { isArtificialAgentSessionRoot: boolean }) | undefined;
  /** The comment of another thread that the session was started from. */
  sourceComment: CommentNode | undefined;
}

// Linear marks isArtificialAgentSessionRoot internal; it is the only sure sign of a thread that Linear opened itself.
const SESSION_FIELDS = `
  id createdAt updatedAt url status summary
  creator { ${AUTHOR_FIELDS} }
  issue { id identifier title description url }
  comment { ${COMMENT_FIELDS} isArtificialAgentSessionRoot }
  sourceComment { ${COMMENT_FIELDS} }
`;

function readSession(node: JsonObject, path: string): SessionNode {
  const creator = optionalObject(node, "creator", path);
  const issue = optionalObject(node, "issue", path);
  const comment = optionalObject(node, "comment", path);
  const sourceComment = optionalObject(node, "sourceComment", path);
  return {
    id: readId(node, "id", path),
    createdAt: readString(node, "createdAt", path),
    updatedAt: readString(node, "updatedAt", path),
    url: optionalString(node, "url", path),
    status: readString(node, "status", path),
    summary: optionalString(node, "summary", path),
    creator: creator && readAuthor(creator, `${path}.creator`),
    issue: issue && readSessionIssue(issue, `${path}.issue`),
    comment: comment && {
      ...readComment(comment, `${path}.comment`),
      isArtificialAgentSessionRoot: comment.isArtificialAgentSessionRoot === true,
    },
    sourceComment: sourceComment && readComment(sourceComment, `${path}.sourceComment`),
  };
}

function readSessionIssue(node: JsonObject, path: string): NonNullable<SessionNode["issue"]> {
  return {
    id: readId(node, "id", path),
    identifier: readString(node, "identifier", path),
    title: readString(node, "title", path),
    description: optionalString(node, "description", path),
    url: readString(node, "url", path),
  };
}

export interface OrganizationSession {
  organizationId: string;
  session: SessionNode;
}

export const getAgentSession: Operation<{ id: string }, OrganizationSession> = {
  name: "GetAgentSession",
  document: /* GraphQL */ `
    query GetAgentSession($id: String!) {
      organization { id }
      agentSession(id: $id) { ${SESSION_FIELDS} }
    }
  `,
  read: (data) => ({
    organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
    session: readSession(readObject(data, "agentSession", "data"), "agentSession"),
  }),
};

export interface SessionPage extends OrganizationSession {
  page: Page<ActivityNode>;
}

export type ListSessionMessagesVariables = { id: string; types: readonly string[] } & PageArguments;

export function listSessionMessagesVariables(id: string, page: PageArguments): ListSessionMessagesVariables {
  return { id, types: MESSAGE_ACTIVITY_TYPES, ...page };
}

/** A session with one page of what was said in it, newest first. */
export const listSessionMessages: Operation<ListSessionMessagesVariables, SessionPage> = {
  name: "ListSessionMessages",
  document: /* GraphQL */ `
    query ListSessionMessages(
      $id: String!, $types: [String!]!, $first: Int, $after: String, $last: Int, $before: String
    ) {
      organization { id }
      agentSession(id: $id) {
        ${SESSION_FIELDS}
        activities(
          filter: { type: { in: $types } }, first: $first, after: $after, last: $last, before: $before
        ) {
          nodes { ${ACTIVITY_FIELDS} }
          ${PAGE_INFO}
        }
      }
    }
  `,
  read: (data) => {
    const session = readObject(data, "agentSession", "data");
    return {
      organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
      session: readSession(session, "agentSession"),
      page: readPage(readObject(session, "activities", "agentSession"), "agentSession.activities", readActivity),
    };
  },
};

/** Finds the comment behind a session, where a reaction to its first message goes. */
export const getSessionComments: Operation<{ id: string }, string | undefined> = {
  name: "GetSessionComments",
  document: /* GraphQL */ `
    query GetSessionComments($id: String!) {
      agentSession(id: $id) { comment { id } sourceComment { id } }
    }
  `,
  read: (data) => {
    const session = readObject(data, "agentSession", "data");
    const comment =
      optionalObject(session, "sourceComment", "agentSession") ?? optionalObject(session, "comment", "agentSession");
    return comment && readId(comment, "id", "agentSession.comment");
  },
};

/** The session's plan, whole. The schema says JSONObject; Linear takes a bare array of steps. */
export const updateSessionPlan: Operation<{ id: string; plan: readonly object[] }, undefined> = {
  name: "UpdateSessionPlan",
  document: /* GraphQL */ `
    mutation UpdateSessionPlan($id: String!, $plan: JSONObject!) {
      agentSessionUpdate(id: $id, input: { plan: $plan }) { success }
    }
  `,
  read: (data) => void readPayload(data, "agentSessionUpdate"),
};
