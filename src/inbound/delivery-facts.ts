import type { LinearWorkFacts } from "../diagnostics/work-facts.js";
import { formatThread } from "../threads/thread-id.js";
import { withoutUndefined } from "../util/without-undefined.js";
import type { LinearWebhookEvent } from "../webhook/events.js";

/** What a delivery says of itself, for logs. Anybody may send headers, so only what looks like Linear's is passed on. */
export function deliveryFacts({ headers }: Request): LinearWorkFacts {
  const [delivery, event] = [headers.get("linear-delivery") ?? "", headers.get("linear-event") ?? ""];
  return {
    ...(WORD.test(delivery) ? { delivery } : {}),
    ...(WORD.test(event) ? { event } : {}),
  };
}

const WORD = /^[\w-]{1,64}$/;

/** What is known of the work on an event when it has been parsed. */
export function eventFacts(event: LinearWebhookEvent): LinearWorkFacts {
  const { organizationId } = event;
  return withoutUndefined({ organizationId, ...placeOf(event) });
}

function placeOf(event: LinearWebhookEvent): { [Fact in keyof LinearWorkFacts]: LinearWorkFacts[Fact] | undefined } {
  switch (event.kind) {
    case "comment.created":
    case "comment.updated":
    case "comment.removed": {
      const { id, parentId = id, issueId, issue } = event.comment;
      if (issueId === undefined) return {};
      const threadId = formatThread({ kind: "comment", issueId, commentId: parentId });
      return { threadId, issueId, issue: issue?.identifier };
    }
    case "session.created":
    case "session.prompted": {
      const { id: sessionId, issueId, issue } = event.session;
      const threadId = formatThread({ kind: "session", issueId, sessionId });
      return { threadId, sessionId, issueId, issue: issue?.identifier };
    }
    case "reaction.created":
    case "reaction.removed":
      return { issueId: event.reaction.comment?.issueId };
    case "issue.undelegated":
      return { issueId: event.issueId };
    case "app.revoked":
    case "unknown":
      return {};
  }
}
