import {
  isJsonObject,
  type JsonObject,
  optionalString,
  readId,
  readObject,
  readString,
  UnexpectedValueError,
} from "../util/json.js";
import type { EventOf, LinearWebhookEvent } from "./events.js";
import { readComment, readCommentChild } from "./parse-comment.js";
import { readReaction } from "./parse-reaction.js";
import { readAgentActivity, readAgentSession, readGuidance } from "./parse-session.js";
import { findFormerDelegate, readNotification } from "./parse-undelegation.js";
import { optional, optionalId, readDate, readEntityId, readList, readUser, shown } from "./payload-readers.js";
import { WebhookPayloadError } from "./webhook-payload-error.js";

type Parser = (payload: JsonObject) => LinearWebhookEvent;

// The readers of util/json.ts name a field from its parent; errors name it from the payload, so ROOT is cut off again.
const ROOT = "$";

// The parsers by `type` and `action`. Everything else is an unknown event.
const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ["Comment.create", parseCommentCreated],
  ["AgentSessionEvent.created", parseSessionCreated],
  ["AgentSessionEvent.prompted", parseSessionPrompted],
  ["OAuthApp.revoked", parseAppRevoked],
  ["Reaction.create", parseReaction("reaction.created")],
  ["Reaction.remove", parseReaction("reaction.removed")],
  ["AppUserNotification.issueUnassignedFromYou", parseUnassigned],
  ["Issue.update", parseIssueUpdated],
]);

/**
 * The event in a delivery's verified payload. Missing and null mean the same, and unknown fields are ignored.
 * https://linear.app/developers/webhooks
 * @throws {WebhookPayloadError} when a field without which the event cannot be handled is missing or of a wrong type.
 */
export function parseWebhook(payload: unknown): LinearWebhookEvent {
  if (!isJsonObject(payload)) throw new WebhookPayloadError("", "it is not an object");
  try {
    const type = readString(payload, "type", ROOT);
    const parse = parsers.get(`${type}.${shown(payload, "action")}`) ?? parseUnknown;
    return parse(payload);
  } catch (error) {
    if (error instanceof UnexpectedValueError) throw toPayloadError(error);
    throw error;
  }
}

function parseCommentCreated(payload: JsonObject): EventOf<"comment.created"> {
  const envelope = readEnvelope(payload);
  return {
    kind: "comment.created",
    ...envelope,
    comment: readComment(readObject(payload, "data", ROOT), `${ROOT}.data`, envelope.createdAt),
    url: shown(payload, "url"),
    actorId: optional(readActorId, payload, "actor", ROOT),
  };
}

function parseSessionCreated(payload: JsonObject): EventOf<"session.created"> {
  return {
    kind: "session.created",
    ...readSessionEnvelope(payload),
    promptContext: optionalString(payload, "promptContext", ROOT),
    previousComments: readList(payload, "previousComments", ROOT, readCommentChild),
    guidance: readList(payload, "guidance", ROOT, readGuidance),
  };
}

function parseSessionPrompted(payload: JsonObject): EventOf<"session.prompted"> {
  const envelope = readSessionEnvelope(payload);
  const activity = readObject(payload, "agentActivity", ROOT);
  return {
    kind: "session.prompted",
    ...envelope,
    activity: readAgentActivity(activity, `${ROOT}.agentActivity`, envelope.createdAt),
  };
}

function parseAppRevoked(payload: JsonObject): EventOf<"app.revoked"> {
  return { kind: "app.revoked", ...readEnvelope(payload), oauthClientId: readId(payload, "oauthClientId", ROOT) };
}

function parseReaction(kind: "reaction.created" | "reaction.removed"): Parser {
  return (payload) => ({
    kind,
    ...readEnvelope(payload),
    reaction: readReaction(readObject(payload, "data", ROOT), `${ROOT}.data`),
  });
}

function parseUnassigned(payload: JsonObject): EventOf<"issue.undelegated"> {
  const notification = readNotification(readObject(payload, "notification", ROOT), `${ROOT}.notification`);
  return {
    kind: "issue.undelegated",
    ...readEnvelope(payload),
    issueId: notification.issueId,
    formerDelegateId: readId(payload, "appUserId", ROOT),
    actor: notification.actor,
  };
}

/** Parses an issue's update, of which only a delegate who is not one any more concerns the bot. */
function parseIssueUpdated(payload: JsonObject): LinearWebhookEvent {
  const formerDelegateId = findFormerDelegate(payload);
  if (formerDelegateId === undefined) return parseUnknown(payload);
  return {
    kind: "issue.undelegated",
    ...readEnvelope(payload),
    issueId: readEntityId(readObject(payload, "data", ROOT), "id", `${ROOT}.data`),
    formerDelegateId,
    actor: optional(readUser, payload, "actor", ROOT),
  };
}

function parseUnknown(payload: JsonObject): EventOf<"unknown"> {
  return {
    kind: "unknown",
    type: readString(payload, "type", ROOT),
    action: shown(payload, "action"),
    organizationId: shown(payload, "organizationId"),
  };
}

type Envelope = Pick<EventOf<"app.revoked">, "organizationId" | "createdAt" | "webhookId">;
type SessionEnvelope = Omit<EventOf<"session.prompted">, "kind" | "activity">;

function readEnvelope(payload: JsonObject): Envelope {
  return {
    organizationId: readId(payload, "organizationId", ROOT),
    createdAt: readDate(payload, "createdAt", ROOT),
    webhookId: shown(payload, "webhookId"),
  };
}

function readSessionEnvelope(payload: JsonObject): SessionEnvelope {
  const appUserId = readId(payload, "appUserId", ROOT);
  return {
    ...readEnvelope(payload),
    oauthClientId: optionalId(payload, "oauthClientId", ROOT),
    appUserId,
    session: readAgentSession(readObject(payload, "agentSession", ROOT), `${ROOT}.agentSession`, appUserId),
  };
}

function readActorId(actor: JsonObject, path: string): string {
  return readId(actor, "id", path);
}

function toPayloadError(error: UnexpectedValueError): WebhookPayloadError {
  const prefix = `${ROOT}.`.length;
  return new WebhookPayloadError(error.path.slice(prefix), error.message.slice(prefix));
}
