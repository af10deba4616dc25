import { type JsonObject, optionalObject, readId } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readChanged } from "../payload.js";
import type { SessionLinkNode } from "./session-updates.js";

/** A session that we opened. */
export interface OpenedSession {
  id: string;
  /** UUID, whatever the issue was named by; undefined for a session that is not on an issue. */
  issueId: string | undefined;
}

interface Links {
  externalUrls?: readonly SessionLinkNode[];
}

const OPENED_FIELDS = "success agentSession { id issue { id } }";

function readOpened(session: JsonObject, path: string): OpenedSession {
  const issue = optionalObject(session, "issue", path);
  return { id: readId(session, "id", path), issueId: issue && readId(issue, "id", `${path}.issue`) };
}

/**
 * Opens a session. Linear takes no id of ours for it, so sending it twice opens two: only for an api that sends once.
 * `issueId`: UUID or `ENG-123`.
 */
export const openSessionOnIssue: Operation<{ input: { issueId: string } & Links }, OpenedSession> = {
  name: "OpenSessionOnIssue",
  document: /* GraphQL */ `
    mutation OpenSessionOnIssue($input: AgentSessionCreateOnIssue!) {
      agentSessionCreateOnIssue(input: $input) { ${OPENED_FIELDS} }
    }
  `,
  read: (data) => readChanged(data, "agentSessionCreateOnIssue", "agentSession", readOpened),
};

/** Opens a session under a root comment; only for an api that sends once, too. */
export const openSessionOnComment: Operation<{ input: { commentId: string } & Links }, OpenedSession> = {
  name: "OpenSessionOnComment",
  document: /* GraphQL */ `
    mutation OpenSessionOnComment($input: AgentSessionCreateOnComment!) {
      agentSessionCreateOnComment(input: $input) { ${OPENED_FIELDS} }
    }
  `,
  read: (data) => readChanged(data, "agentSessionCreateOnComment", "agentSession", readOpened),
};
