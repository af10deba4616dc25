import { isJsonObject, UnexpectedValueError } from "../util/json.js";
import type { EventOf, LinearWebhookEvent } from "./events.js";
import { readComment } from "./parse-comment.js";
import { findEdit } from "./parse-comment-edit.js";
import { shownComments, shownGuidance, shownUser } from "./parse-context.js";
import { readReaction } from "./parse-reaction.js";
import { readAgentActivity, readAgentSession, readOpenedSession } from "./parse-session.js";
import { findFormerDelegate, readNotification } from "./parse-undelegation.js";
import {
  neededDate,
  neededEntityId,
  neededId,
  neededPart,
  neededString,
  type PayloadPart,
  shownEntityId,
  shownName,
  shownPart,
  shownText,
} from "./payload-readers.js";
import { WebhookPayloadError } from "./webhook-payload-error.js";

type Parser = (payload: PayloadPart) => LinearWebhookEvent;

// The parsers by `type` and `action`. Everything else is an unknown event.
const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ["Comment.create", parseCommentCreated],
  ["Comment.update", parseCommentUpdated],
  ["Comment.remove", parseCommentRemoved],
  ["AgentSessionEvent.created", parseSessionCreated],
  ["AgentSessionEvent.prompted", parseSessionPrompted],
  ["OAuthApp.revoked", parseAppRevoked],
  ["Reaction.create", parseReaction("reaction.created")],
  ["Reaction.remove", parseReaction("reaction.removed")],
  ["AppUserNotification.issueUnassignedFromYou", parseUnassigned],
  ["Issue.update", parseIssueUpdated],
]);

/** Who is told of what {@link parseWebhook} could not read. */
export interface ParseWebhookOptions {
  /**
   * Is told the path of a field that is only shown and that could not be read (`guidance[0].body`), before the event is
   * there. It is left out of the event.
   */
  onUnreadable?: (path: string) => void;
}

/**
 * The event in a delivery's verified payload. Missing and null mean the same, and unknown fields are ignored. A field
 * that is only shown, such as a name or the issue around a comment, is left out when it is not what Linear documents.
 * https://linear.app/developers/webhooks
 * @throws {WebhookPayloadError} when a field without which the event cannot be handled is missing or of a wrong type:
 * an id, what was written, or when it happened.
 */
export function parseWebhook(
  payload: unknown,
  { onUnreadable = () => {} }: ParseWebhookOptions = {},
): LinearWebhookEvent {
  if (!isJsonObject(payload)) throw new WebhookPayloadError("", "it is not an object");
  const part: PayloadPart = { fields: payload, path: "", note: createNote(onUnreadable) };
  try {
    const type = neededString(part, "type");
    const parse = parsers.get(`${type}.${shownName(part, "action")}`) ?? parseUnknown;
    return parse(part);
  } catch (error) {
    if (error instanceof UnexpectedValueError) throw new WebhookPayloadError(error.path, error.message);
    throw error;
  }
}

/** Notes each field once, though some are read for two reasons. */
function createNote(onUnreadable: (path: string) => void): PayloadPart["note"] {
  const noted = new Set<string>();
  return (path) => {
    if (noted.has(path)) return;
    noted.add(path);
    onUnreadable(path);
  };
}

function parseCommentCreated(payload: PayloadPart): EventOf<"comment.created"> {
  return { kind: "comment.created", ...readCommentEvent(payload) };
}

function parseCommentRemoved(payload: PayloadPart): EventOf<"comment.removed"> {
  return { kind: "comment.removed", ...readCommentEvent(payload) };
}

/** Parses a comment's update, which may also be a reaction, a resolved thread or a ticked checkbox. */
function parseCommentUpdated(payload: PayloadPart): LinearWebhookEvent {
  const edit = findEdit(payload);
  if (edit === undefined) return parseUnknown(payload);
  return { kind: "comment.updated", ...readCommentEvent(payload), ...edit };
}

function readCommentEvent(payload: PayloadPart): Omit<EventOf<"comment.created">, "kind"> {
  const envelope = readEnvelope(payload);
  const actor = shownPart(payload, "actor");
  return {
    ...envelope,
    comment: readComment(neededPart(payload, "data"), envelope.createdAt),
    url: shownName(payload, "url"),
    actorId: actor && shownEntityId(actor, "id"),
  };
}

function parseSessionCreated(payload: PayloadPart): EventOf<"session.created"> {
  return {
    kind: "session.created",
    ...readSessionEnvelope(payload, readOpenedSession),
    promptContext: shownText(payload, "promptContext"),
    previousComments: shownComments(payload, "previousComments"),
    guidance: shownGuidance(payload, "guidance"),
  };
}

function parseSessionPrompted(payload: PayloadPart): EventOf<"session.prompted"> {
  const envelope = readSessionEnvelope(payload, readAgentSession);
  return {
    kind: "session.prompted",
    ...envelope,
    activity: readAgentActivity(neededPart(payload, "agentActivity"), envelope.createdAt),
  };
}

function parseAppRevoked(payload: PayloadPart): EventOf<"app.revoked"> {
  return { kind: "app.revoked", ...readEnvelope(payload), oauthClientId: neededId(payload, "oauthClientId") };
}

function parseReaction(kind: "reaction.created" | "reaction.removed"): Parser {
  return (payload) => ({ kind, ...readEnvelope(payload), reaction: readReaction(neededPart(payload, "data")) });
}

function parseUnassigned(payload: PayloadPart): EventOf<"issue.undelegated"> {
  const { issueId, actor } = readNotification(neededPart(payload, "notification"));
  return {
    kind: "issue.undelegated",
    ...readEnvelope(payload),
    issueId,
    formerDelegateId: neededId(payload, "appUserId"),
    actor,
  };
}

/** Parses an issue's update, of which only a delegate who is not one any more concerns the bot. */
function parseIssueUpdated(payload: PayloadPart): LinearWebhookEvent {
  const formerDelegateId = findFormerDelegate(payload);
  if (formerDelegateId === undefined) return parseUnknown(payload);
  return {
    kind: "issue.undelegated",
    ...readEnvelope(payload),
    issueId: neededEntityId(neededPart(payload, "data"), "id"),
    formerDelegateId,
    actor: shownUser(payload, "actor"),
  };
}

function parseUnknown(payload: PayloadPart): EventOf<"unknown"> {
  return {
    kind: "unknown",
    type: neededString(payload, "type"),
    action: shownName(payload, "action"),
    organizationId: shownName(payload, "organizationId"),
  };
}

type Envelope = Pick<EventOf<"app.revoked">, "organizationId" | "createdAt" | "webhookId">;
type SessionEnvelope = Omit<EventOf<"session.prompted">, "kind" | "activity">;

function readEnvelope(payload: PayloadPart): Envelope {
  return {
    organizationId: neededId(payload, "organizationId"),
    createdAt: neededDate(payload, "createdAt"),
    webhookId: shownName(payload, "webhookId"),
  };
}

function readSessionEnvelope(
  payload: PayloadPart,
  readSession: (session: PayloadPart, appUserId: string) => SessionEnvelope["session"],
): SessionEnvelope {
  const appUserId = neededId(payload, "appUserId");
  return {
    ...readEnvelope(payload),
    oauthClientId: shownName(payload, "oauthClientId"),
    appUserId,
    session: readSession(neededPart(payload, "agentSession"), appUserId),
  };
}
