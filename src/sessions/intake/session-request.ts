import type { LinearApi } from "../../api/operation.js";
import { getIssueSubject } from "../../api/operations/issues.js";
import { eventUserToActor } from "../../messages/author.js";
import { isSessionRoot } from "../../messages/opening-request.js";
import type { SessionTrigger } from "../../messages/raw-message.js";
import { formatThread } from "../../threads/thread-id.js";
import type { EventAgentSession } from "../../webhook/events.js";
import type { LinearSessionIssue, LinearSessionRequest } from "./session-decision.js";

/**
 * Makes the request to decide by from a session's event. A session that opened while the bot was away is known by its
 * prompt only.
 */
export function toSessionRequest(
  session: EventAgentSession,
  organizationId: string,
  api: LinearApi,
): LinearSessionRequest {
  let reading: Promise<LinearSessionIssue | undefined> | undefined;
  return {
    organizationId,
    sessionId: session.id,
    threadId: formatThread({ kind: "session", issueId: session.issueId, sessionId: session.id }),
    trigger: triggerOf(session),
    issue: session.issue,
    creator: session.creator && eventUserToActor(session.creator),
    readIssue: () => {
      reading ??= readIssue(session.issueId, api);
      return reading;
    },
  };
}

function triggerOf({ sourceCommentId, comment, creator }: EventAgentSession): SessionTrigger {
  if (sourceCommentId !== undefined || (comment && !isSessionRoot(comment))) return "mention";
  return creator ? "delegation" : "automation";
}

async function readIssue(issueId: string | undefined, api: LinearApi): Promise<LinearSessionIssue | undefined> {
  return issueId === undefined ? undefined : await api.execute(getIssueSubject, { id: issueId });
}
