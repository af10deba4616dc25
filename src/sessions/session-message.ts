import type { RawMessage } from "chat";
import { authorNodeToActor } from "../messages/author.js";
import type { LinearActorData, LinearRawMessage } from "../messages/raw-message.js";
import { formatThread, type LinearThread } from "../threads/thread-id.js";
import type { PerformedEffect } from "./send-effect.js";

export type SessionThread = Extract<LinearThread, { kind: "session" }>;

/** What stands in for the facts of a message that was not sent: not yet, or because its turn had been stopped. */
export interface UnsentMessage {
  id: string;
  organizationId: string;
  createdAt: string;
  author: LinearActorData;
}

/** What was said in a session as the Chat SDK's sent message. */
export function toSessionMessage(
  thread: SessionThread,
  performed: PerformedEffect | undefined,
  unsent: UnsentMessage,
): RawMessage<LinearRawMessage> {
  const said = performed?.kind === "activity" ? performed : undefined;
  const held = performed?.kind === "held" ? performed : undefined;
  const id = said?.activity.id ?? held?.id ?? unsent.id;
  const createdAt = said?.activity.createdAt ?? unsent.createdAt;
  const comment = said?.activity.sourceComment;
  return {
    id,
    threadId: formatThread(thread),
    raw: {
      kind: "agent_session_comment",
      organizationId: said?.activity.author.organizationId ?? unsent.organizationId,
      agentSessionId: thread.sessionId,
      agentActivityId: id,
      ...(comment === undefined ? {} : { sourceCommentId: comment.id }),
      comment: {
        id: comment?.id ?? id,
        body: said?.body ?? held?.body ?? "",
        createdAt,
        updatedAt: createdAt,
        issueId: thread.issueId,
        parentId: undefined,
        url: comment?.url,
        user: said ? authorNodeToActor(said.activity.author) : unsent.author,
      },
    },
  };
}
