import type { ActivityNode } from "../api/operations/agent-activities.js";
import type { SessionNode } from "../api/operations/agent-sessions.js";
import type { CommentNode } from "../api/operations/comments.js";
import type { EventAgentActivity, EventComment, EventOf } from "../webhook/events.js";
import {
  AUTOMATION,
  authorNodeToActor,
  eventUserToActor,
  externalEventToActor,
  externalNodeToActor,
  LINEAR,
  unnamedActor,
} from "./author.js";
import { isSessionRoot, type OpeningRequest, textOfIssue } from "./opening-request.js";
import { quoted } from "./quoted-text.js";
import type {
  LinearActorData,
  LinearAgentSessionCommentRawMessage,
  LinearCommentData,
  LinearCommentRawMessage,
} from "./raw-message.js";
import type { SessionMessage } from "./remembered/source-comments.js";
import { openingContext, promptContext } from "./session-context.js";

type CommentEvent = Pick<EventOf<"comment.created">, "comment" | "organizationId" | "url">;

/** A `Comment` event as a message of its thread. */
export function commentEventToRaw(event: CommentEvent): LinearCommentRawMessage {
  return { kind: "comment", organizationId: event.organizationId, comment: commentEventToData(event) };
}

function commentEventToData({ comment, url }: CommentEvent): LinearCommentData {
  return {
    id: comment.id,
    body: comment.body,
    ...quoted(comment),
    createdAt: comment.createdAt,
    updatedAt: comment.editedAt ?? comment.createdAt,
    issueId: comment.issueId,
    parentId: comment.parentId,
    url,
    user: authorOfEvent(comment),
  };
}

/** A `Comment` event as the message of a session that the comment shows. */
export function sessionCommentToRaw(
  event: CommentEvent,
  { messageId, sessionId, issueId }: SessionMessage,
): LinearAgentSessionCommentRawMessage {
  const opensSession = messageId === sessionId;
  return {
    kind: "agent_session_comment",
    organizationId: event.organizationId,
    agentSessionId: sessionId,
    ...(opensSession ? { trigger: "mention" } : { agentActivityId: messageId }),
    sourceCommentId: event.comment.id,
    comment: { ...commentEventToData(event), issueId },
  };
}

function authorOfEvent(comment: EventComment): LinearActorData {
  if (comment.user) return eventUserToActor(comment.user);
  if (comment.externalAuthor) return externalEventToActor(comment.externalAuthor);
  if (comment.userId !== undefined) return unnamedActor(comment.userId);
  return LINEAR;
}

/** A comment that was read from Linear as a message of its thread. */
export function commentNodeToRaw(comment: CommentNode, organizationId: string): LinearCommentRawMessage {
  return { kind: "comment", organizationId, comment: commentNodeToData(comment) };
}

function commentNodeToData(comment: CommentNode): LinearCommentData {
  return {
    id: comment.id,
    body: comment.body,
    ...quoted(comment),
    createdAt: comment.createdAt,
    // Linear touches updatedAt for reactions and replies too; only an edit changes what was said.
    updatedAt: comment.editedAt ?? comment.createdAt,
    issueId: comment.issueId,
    parentId: comment.parentId,
    url: comment.url,
    user: authorOfNode(comment),
  };
}

function authorOfNode(comment: CommentNode): LinearActorData {
  if (comment.user) return authorNodeToActor(comment.user);
  if (comment.externalUser) return externalNodeToActor(comment.externalUser, "external-user");
  if (comment.botActor) return externalNodeToActor(comment.botActor, "integration");
  return LINEAR;
}

/** The message that opened a session, from its `created` event. */
export function sessionEventToRaw(
  event: EventOf<"session.created">,
  request: OpeningRequest,
): LinearAgentSessionCommentRawMessage {
  const { session } = event;
  return {
    kind: "agent_session_comment",
    organizationId: event.organizationId,
    agentSessionId: session.id,
    context: openingContext(event, request),
    trigger: request.trigger,
    ...(event.promptContext === undefined ? {} : { agentSessionPromptContext: event.promptContext }),
    ...(session.sourceCommentId === undefined ? {} : { sourceCommentId: session.sourceCommentId }),
    guidance: event.guidance,
    previousComments: event.previousComments,
    comment: {
      id: request.commentId ?? session.id,
      body: request.text,
      ...quoted(request),
      createdAt: event.createdAt,
      updatedAt: event.createdAt,
      issueId: session.issueId,
      parentId: undefined,
      url: session.url,
      user: session.creator ? eventUserToActor(session.creator) : AUTOMATION,
    },
  };
}

/** What a person wrote in a session, from its `prompted` event. */
export function promptEventToRaw(event: EventOf<"session.prompted">): LinearAgentSessionCommentRawMessage {
  const { session, activity } = event;
  return {
    kind: "agent_session_comment",
    organizationId: event.organizationId,
    agentSessionId: session.id,
    agentActivityId: activity.id,
    context: promptContext(event),
    ...(activity.sourceCommentId === undefined ? {} : { sourceCommentId: activity.sourceCommentId }),
    ...(activity.signal === undefined ? {} : { signal: activity.signal }),
    comment: {
      id: activity.sourceCommentId ?? activity.id,
      body: activity.body,
      createdAt: activity.createdAt,
      updatedAt: activity.createdAt,
      issueId: session.issueId,
      parentId: session.commentId,
      url: session.url,
      user: writerOf(activity),
    },
  };
}

function writerOf({ user, userId }: EventAgentActivity): LinearActorData {
  if (user) return eventUserToActor(user);
  return userId === undefined ? AUTOMATION : unnamedActor(userId);
}

/** An activity that was read from Linear as a message of its session. */
export function activityNodeToRaw(
  activity: ActivityNode,
  session: { id: string; issueId: string | undefined; commentId?: string | undefined },
  organizationId: string,
): LinearAgentSessionCommentRawMessage {
  return {
    kind: "agent_session_comment",
    organizationId,
    agentSessionId: session.id,
    agentActivityId: activity.id,
    ...(activity.sourceComment === undefined ? {} : { sourceCommentId: activity.sourceComment.id }),
    ...(activity.signal === undefined ? {} : { signal: activity.signal }),
    comment: {
      id: activity.sourceComment?.id ?? activity.id,
      body: activity.body,
      createdAt: activity.createdAt,
      updatedAt: activity.createdAt,
      issueId: session.issueId,
      parentId: session.commentId,
      url: activity.sourceComment?.url,
      user: authorNodeToActor(activity.user),
    },
  };
}

/** The message that opened a session, read from Linear later. */
export function sessionNodeToRaw(session: SessionNode, organizationId: string): LinearAgentSessionCommentRawMessage {
  const spoken =
    session.sourceComment ?? (session.comment && !isSessionRoot(session.comment) ? session.comment : undefined);
  const opener = session.creator ? authorNodeToActor(session.creator) : AUTOMATION;
  return {
    kind: "agent_session_comment",
    organizationId,
    agentSessionId: session.id,
    trigger: spoken ? "mention" : session.creator ? "delegation" : "automation",
    ...(session.sourceComment === undefined ? {} : { sourceCommentId: session.sourceComment.id }),
    comment: spoken
      ? { ...commentNodeToData(spoken), parentId: undefined }
      : {
          id: session.id,
          body: textOfIssue(session.issue) ?? "",
          createdAt: session.createdAt,
          updatedAt: session.createdAt,
          issueId: session.issue?.id,
          parentId: undefined,
          url: session.url,
          user: opener,
        },
  };
}
