import type { Author, EmojiValue } from "chat";

/** The issue that an event is about, as far as Linear told. */
export interface LinearEventIssue {
  /** UUID. */
  id: string;
  /** Such as `ENG-123`. */
  identifier: string | undefined;
  title: string | undefined;
  url: string | undefined;
  /** Of the issue's channel, for `chat.thread(…)`, `linear.issue(…)` and `linear.openSession`. */
  threadId: string;
}

/** Something that Linear names, such as a workflow state, a label or a user. The name is unknown of what was before. */
export interface LinearEventEntity {
  id: string;
  name: string | undefined;
}

/** A workflow state; `type` is Linear's, such as "started" or "completed". Both are unknown of the state before. */
export interface LinearEventState extends LinearEventEntity {
  type: string | undefined;
}

/** What a field of an issue was and is: as Linear's webhooks name and write it, `null` for none. */
export interface LinearFieldChange {
  from: unknown;
  to: unknown;
}

/** What all events tell. */
export interface LinearEventFacts {
  organizationId: string;
  /** When it happened. */
  at: Date;
  /** Who did it; undefined for what Linear does by itself, and where it does not tell. */
  actor: Author | undefined;
  /** The webhook's payload, as it came. https://linear.app/developers/webhooks */
  raw: Readonly<Record<string, unknown>>;
}

/** What a notification to the app is about, over all of Linear's types; "other" for those that none of these is. */
export type LinearNotificationTopic =
  | "mention"
  | "reaction"
  | "assignment"
  | "unassignment"
  | "comment"
  | "status"
  | "thread"
  | "other";

interface AboutIssue extends LinearEventFacts {
  issue: LinearEventIssue;
}

interface AboutThread extends AboutIssue {
  /** The comment thread. */
  threadId: string;
  /** Its root comment. */
  commentId: string;
}

/** Each event of `adapter.onEvent` by its name. */
export interface LinearEvents {
  "issue.created": AboutIssue;
  /** Fields have changed: `changes` by Linear's names. It comes beside the events for single changes below. */
  "issue.updated": AboutIssue & { changes: Readonly<Record<string, LinearFieldChange>> };
  /** Into another workflow state. */
  "issue.moved": AboutIssue & { from: LinearEventState; to: LinearEventState };
  /** To somebody else, or to nobody. */
  "issue.assigned": AboutIssue & { from: LinearEventEntity | undefined; to: LinearEventEntity | undefined };
  /** To another agent, or to none. */
  "issue.delegated": AboutIssue & { from: LinearEventEntity | undefined; to: LinearEventEntity | undefined };
  "issue.labeled": AboutIssue & { added: readonly LinearEventEntity[]; removed: readonly LinearEventEntity[] };
  "issue.archived": AboutIssue;
  /** Taken out of the archive or the trash. */
  "issue.restored": AboutIssue;
  /** Into the trash, or for good. */
  "issue.deleted": AboutIssue;
  /** A reaction to the issue itself; those to comments come by the Chat SDK's `onReaction`. */
  "issue.reacted": AboutIssue & { emoji: EmojiValue; rawEmoji: string; added: boolean };
  "thread.resolved": AboutThread;
  "thread.reopened": AboutThread;
  /**
   * Linear has notified the app user. `type` is Linear's, such as "issueCommentMention". It tells what the Chat SDK's
   * handlers may have answered already, and is no second message.
   */
  notification: LinearEventFacts & {
    type: string;
    topic: LinearNotificationTopic;
    issue: LinearEventIssue | undefined;
    /** `body` is Markdown. */
    comment: { id: string; body: string } | undefined;
    emoji: EmojiValue | undefined;
  };
}

/** The names of the adapter's events. */
export type LinearEventName = keyof LinearEvents;

/** An event of `adapter.onEvent`; `name` tells which. */
export type LinearEvent<Name extends LinearEventName = LinearEventName> = {
  [Each in Name]: LinearEvents[Each] & { name: Each };
}[Name];
