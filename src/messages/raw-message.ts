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
  /**
   * The passage of the issue's description that the comment is about, as plain text; absent where it is about none. Of a
   * session's message it is known where Linear had to be asked for the comment, and in history.
   */
  quotedText?: string;
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

/** The issue that an agent session is about, as its event told of it. */
export interface LinearContextIssue {
  /** UUID. */
  id: string;
  /** Such as `ENG-123`. */
  identifier: string | undefined;
  title: string | undefined;
  /** Markdown. */
  description: string | undefined;
  url: string | undefined;
  team: { id: string; key: string; name: string } | undefined;
}

/** Who has set a rule for agents. */
export type LinearGuidanceOrigin =
  | { kind: "organization" }
  | { kind: "team"; id: string; key: string; name: string }
  /** Something that Linear did not have when this was written. */
  | { kind: "other"; type: string };

/** A rule for agents that the workspace or a team has set in Linear. */
export interface LinearContextGuidance {
  /** Markdown. */
  body: string;
  origin: LinearGuidanceOrigin;
}

/** A comment around the request. */
export interface LinearContextComment {
  id: string;
  /** Markdown. */
  body: string;
  /** The passage of the issue's description that it is about, as plain text, where Linear told. */
  quotedText?: string;
  /** Undefined for comments without a Linear user. The name is known only of the person who wrote the message. */
  author: { id: string; name: string | undefined } | undefined;
}

/** What an agent session is about: plain data. */
export interface LinearSessionContext {
  /** How the session came to be. On the message that opened it only. */
  trigger: SessionTrigger | undefined;
  /** Undefined in a session without an issue. */
  issue: LinearContextIssue | undefined;
  /** The closest team's rules first: where two rules disagree, the first one wins. Empty on later prompts. */
  guidance: readonly LinearContextGuidance[];
  /** The thread before the request. Comments that came from outside Linear may be missing. Empty on later prompts. */
  previousComments: readonly LinearContextComment[];
  /** The comment that holds the request; undefined for a delegation, or when it could not be read. */
  sourceComment: LinearContextComment | undefined;
}

/** A message of an agent session: the request that opened it, a prompt, or what the bot said. */
export interface LinearAgentSessionCommentRawMessage {
  kind: "agent_session_comment";
  organizationId: string;
  agentSessionId: string;
  /** Absent on the message that opened the session, whose id is the session's. */
  agentActivityId?: string;
  /** What the event told of the session. Absent in history, and on messages that the bot wrote. */
  context?: LinearSessionContext;
  /** How the session came to be. On the message that opened the session only. */
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
export type LinearRawMessage = (LinearCommentRawMessage | LinearAgentSessionCommentRawMessage) & {
  /**
   * How often an inbox has handed the message over, from 2 on: what it was handled by before has failed or died. Absent the
   * first time.
   */
  attempt?: number;
};
