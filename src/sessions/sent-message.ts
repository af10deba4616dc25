import type { RawMessage } from "chat";
import { authorNodeToActor, LINEAR } from "../messages/author.js";
import type { LinearActorData, LinearRawMessage } from "../messages/raw-message.js";
import type { BotIdentity } from "../organizations/bot-identity.js";
import type { OrganizationContext } from "../organizations/organization-context.js";
import { formatThread, type SessionThread } from "../threads/thread-id.js";
import type { Clock } from "../util/clock.js";
import type { Said } from "./speech/send-effect.js";

/** What stands in for the facts of a message that was not sent: not yet, or because its turn had been stopped. */
export interface UnsentMessage {
  id: string;
  organizationId: string;
  createdAt: string;
  author: LinearActorData;
}

export interface UnsentParts {
  context: OrganizationContext;
  identity: BotIdentity;
  clock: Clock;
  newId: () => string;
}

export function createUnsent({ context, identity, clock, newId }: UnsentParts): () => UnsentMessage {
  return () => {
    const name = identity.userName();
    return {
      id: newId(),
      organizationId: context.current()?.organizationId ?? "",
      createdAt: clock.now().toISOString(),
      author: { ...LINEAR, id: identity.userId() ?? "", displayName: name, fullName: name },
    };
  };
}

/** What was said in a session as the Chat SDK's sent message. */
export function toSessionMessage(
  thread: SessionThread,
  said: Said | undefined,
  unsent: UnsentMessage,
): RawMessage<LinearRawMessage> {
  const written = said?.kind === "activity" ? said : undefined;
  const held = said?.kind === "held" ? said : undefined;
  const id = written?.activity.id ?? held?.id ?? unsent.id;
  const createdAt = written?.activity.createdAt ?? unsent.createdAt;
  const comment = written?.activity.sourceComment;
  return {
    id,
    threadId: formatThread(thread),
    raw: {
      kind: "agent_session_comment",
      organizationId: written?.activity.author.organizationId ?? unsent.organizationId,
      agentSessionId: thread.sessionId,
      agentActivityId: id,
      ...(comment === undefined ? {} : { sourceCommentId: comment.id }),
      comment: {
        id: comment?.id ?? id,
        body: written?.body ?? held?.body ?? "",
        createdAt,
        updatedAt: createdAt,
        issueId: thread.issueId,
        parentId: undefined,
        url: comment?.url,
        user: written ? authorNodeToActor(written.activity.author) : unsent.author,
      },
    },
  };
}
