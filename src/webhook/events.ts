/** Who caused an event or wrote something. Absent fields were not in the payload. */
export interface EventUser {
  id: string;
  name: string;
  email: string | undefined;
  /** Profile URL, which ends in the person's handle. */
  url: string | undefined;
  avatarUrl: string | undefined;
}

/** An issue as webhooks carry it. */
export interface EventIssue {
  id: string;
  identifier: string | undefined;
  title: string | undefined;
  description: string | undefined;
  url: string | undefined;
  team: { id: string; key: string; name: string } | undefined;
}

/** Where a comment without a user comes from: an integration, a synced Slack or GitHub person. */
export interface EventExternalAuthor {
  id: string | undefined;
  name: string;
  kind: "external-user" | "integration";
  email: string | undefined;
  avatarUrl: string | undefined;
}

/** A comment, in Markdown, with its author as far as Linear tells. Times are ISO 8601. */
export interface EventComment {
  id: string;
  body: string;
  /** The passage of the issue's description or of a document that it is about, as plain text. */
  quotedText: string | undefined;
  createdAt: string;
  updatedAt: string;
  editedAt: string | undefined;
  /** Absent for comments on documents, projects and updates. */
  issueId: string | undefined;
  issue: EventIssue | undefined;
  /** Absent for a root comment. */
  parentId: string | undefined;
  user: EventUser | undefined;
  userId: string | undefined;
  externalAuthor: EventExternalAuthor | undefined;
  /** The root of an agent session's thread that Linear wrote itself. Untyped by Linear, so often unknown. */
  isArtificialAgentSessionRoot: boolean | undefined;
}

/** The few fields that Linear sends of a comment inside another object. */
export interface EventCommentChild {
  id: string;
  body: string;
  issueId: string | undefined;
  userId: string | undefined;
  isArtificialAgentSessionRoot: boolean | undefined;
  /** The passage that it is about. Linear does not document it here, so it is mostly missing. */
  quotedText: string | undefined;
}

/** One rule for agents that a workspace or a team has written down. The closest team wins. */
export interface EventGuidance {
  body: string;
  origin: { type: string; teamName: string | undefined; team: EventGuidanceTeam | undefined };
}

/** The team that has written a rule down. */
export interface EventGuidanceTeam {
  id: string;
  key: string;
  name: string;
  /** The team above it. */
  parentId: string | undefined;
}

/**
 * An agent session as an event shows it. `issue` and `comment` are what Linear told along, in part or not at all.
 * https://linear.app/developers/agent-interaction
 */
export interface EventAgentSession {
  id: string;
  appUserId: string;
  status: string | undefined;
  url: string | undefined;
  issueId: string | undefined;
  issue: EventIssue | undefined;
  commentId: string | undefined;
  comment: EventCommentChild | undefined;
  /** The comment of another thread that the session was started from. */
  sourceCommentId: string | undefined;
  /** Absent when an automation or another agent started the session. */
  creator: EventUser | undefined;
}

/** What a person has written in an agent session, or their Stop. */
export interface EventAgentActivity {
  id: string;
  body: string;
  createdAt: string;
  /** "stop" when the person pressed Stop; the body is then empty. */
  signal: string | undefined;
  sourceCommentId: string | undefined;
  user: EventUser | undefined;
  userId: string | undefined;
}

/** A reaction to a comment, an issue or an update. */
export interface EventReaction {
  id: string;
  /** Linear's name of the emoji, such as "eyes" or "+1". */
  emoji: string;
  /** Absent for reactions to anything but comments. */
  commentId: string | undefined;
  comment: EventCommentChild | undefined;
  user: EventUser | undefined;
  userId: string | undefined;
  /** Who reacted in another product, where Linear syncs reactions. */
  externalUserId: string | undefined;
}

interface Envelope {
  organizationId: string;
  /** When the event happened, ISO 8601. */
  createdAt: string;
  /** Id of the webhook's configuration: the same in all its events. */
  webhookId: string | undefined;
}

interface SessionEnvelope extends Envelope {
  oauthClientId: string | undefined;
  appUserId: string;
  session: EventAgentSession;
}

/** A parsed delivery. `kind` tells them apart; everything not listed is `unknown` and is answered with 200. */
export type LinearWebhookEvent =
  | (Envelope & {
      kind: "comment.created";
      comment: EventComment;
      url: string | undefined;
      actorId: string | undefined;
    })
  | (Envelope & {
      /** Somebody has changed what a comment says. Other updates of comments are `unknown`. */
      kind: "comment.updated";
      comment: EventComment;
      /** What it said before, in Markdown. */
      previousBody: string;
      /** When it had been edited before that, ISO 8601. */
      previouslyEditedAt: string | undefined;
      url: string | undefined;
      /** Who has edited it. */
      actorId: string | undefined;
    })
  | (Envelope & {
      /** A comment was deleted; `comment` is what it was. */
      kind: "comment.removed";
      comment: EventComment;
      url: string | undefined;
      /** Who has deleted it. */
      actorId: string | undefined;
    })
  | (SessionEnvelope & {
      kind: "session.created";
      promptContext: string | undefined;
      previousComments: readonly EventCommentChild[];
      guidance: readonly EventGuidance[];
    })
  | (SessionEnvelope & { kind: "session.prompted"; activity: EventAgentActivity })
  | (Envelope & { kind: "app.revoked"; oauthClientId: string })
  | (Envelope & { kind: "reaction.created"; reaction: EventReaction })
  | (Envelope & { kind: "reaction.removed"; reaction: EventReaction })
  | (Envelope & {
      /** An issue has lost its delegate to nobody or to somebody else. A notification tells it, an issue's update, or both. */
      kind: "issue.undelegated";
      issueId: string;
      formerDelegateId: string;
      actor: EventUser | undefined;
    })
  | { kind: "unknown"; type: string; action: string | undefined; organizationId: string | undefined };

/** The event of one kind: `EventOf<"comment.created">`. */
export type EventOf<Kind extends LinearWebhookEvent["kind"]> = Extract<LinearWebhookEvent, { kind: Kind }>;
