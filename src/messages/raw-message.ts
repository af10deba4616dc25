import type { EventCommentChild, EventGuidance } from "../webhook/events.js";

/** Who wrote a comment or an activity. The field names are those of `@chat-adapter/linear`. */
export interface LinearActorData {
  /** Avatar URL. */
  avatarUrl: string | undefined;
  /** The @handle. */
  displayName: string;
  email: string | undefined;
  fullName: string;
  /** UUID; a made-up stable id for authors that Linear gives none. */
  id: string;
  type: "user" | "bot";
}

/** A comment, or what a session message says. Dates are ISO 8601. */
export interface LinearCommentData {
  /** Markdown. */
  body: string;
  createdAt: string;
  id: string;
  /** Issue UUID; undefined in a session without an issue. */
  issueId: string | undefined;
  /** Root comment of the thread; undefined for a root comment. */
  parentId: string | undefined;
  updatedAt: string;
  url: string | undefined;
  user: LinearActorData;
}

/** A message that is a comment. */
export interface LinearCommentRawMessage {
  kind: "comment";
  organizationId: string;
  comment: LinearCommentData;
}

/** How an agent session came to be. */
export type SessionTrigger = "mention" | "delegation" | "automation";

/** A message of an agent session: the request that opened it, a prompt, or what the bot said. */
export interface LinearAgentSessionCommentRawMessage {
  kind: "agent_session_comment";
  organizationId: string;
  agentSessionId: string;
  /** Absent on the message that opened the session, whose id is the session's. */
  agentActivityId?: string;
  /** On the message that opened the session. */
  trigger?: SessionTrigger;
  /** Linear's prompt context: markup with other people's text in it. Not a stable format. */
  agentSessionPromptContext?: string;
  /** The text and its author. `comment.id` is the visible comment's where there is one. */
  comment: LinearCommentData;
  /** The comment of another thread that the session was started from. */
  sourceCommentId?: string;
  /** Workspace and team rules for agents. */
  guidance?: readonly EventGuidance[];
  /** Comments that were in the thread before. */
  previousComments?: readonly EventCommentChild[];
  /** "stop" on a prompt that stops the turn. */
  signal?: string;
}

/** `message.raw`: plain data, so that it survives a queue. */
export type LinearRawMessage = LinearCommentRawMessage | LinearAgentSessionCommentRawMessage;
