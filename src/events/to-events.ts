import { fromLinearEmoji } from "../render/emoji.js";
import { formatThread } from "../threads/thread-id.js";
import type { JsonObject } from "../util/json.js";
import { toIssueEvents } from "./issue-events.js";
import type { LinearEvent, LinearEventFacts } from "./linear-event.js";
import { topicOf } from "./notification-topics.js";
import { objectIn, readActor, readIssue, textIn } from "./payload.js";

/** The events that one delivery is. `organizationId` is the payload's. */
export function toEvents(payload: JsonObject, organizationId: string): LinearEvent[] {
  const data = objectIn(payload, "data");
  const facts = readFacts(payload, organizationId);
  switch (`${payload.type}.${payload.action}`) {
    case "Issue.create":
    case "Issue.update":
    case "Issue.remove":
      return data === undefined ? [] : toIssueEvents(payload, data, facts);
    case "Comment.update":
      return data === undefined ? [] : toThreadEvents(payload, data, facts);
    case "Reaction.create":
    case "Reaction.remove":
      return data === undefined ? [] : toReactionEvents(payload, data, facts);
    default:
      return payload.type === "AppUserNotification" ? [toNotification(payload, facts)] : [];
  }
}

function readFacts(payload: JsonObject, organizationId: string): LinearEventFacts {
  const at = new Date(textIn(payload, "createdAt") ?? Number.NaN);
  const sentMs = typeof payload.webhookTimestamp === "number" ? payload.webhookTimestamp : 0;
  return {
    organizationId,
    at: Number.isNaN(at.getTime()) ? new Date(sentMs) : at,
    actor: readActor(objectIn(payload, "actor")),
    raw: payload,
  };
}

/** Only a root is resolved. https://linear.app/docs/comment-on-issues */
function toThreadEvents(payload: JsonObject, data: JsonObject, facts: LinearEventFacts): LinearEvent[] {
  const updatedFrom = objectIn(payload, "updatedFrom") ?? {};
  const issue = readIssue(objectIn(data, "issue"), textIn(data, "issueId"));
  const commentId = textIn(data, "parentId") ?? textIn(data, "id");
  if (!("resolvedAt" in updatedFrom) || issue === undefined || commentId?.includes(":") !== false) return [];
  const threadId = formatThread({ kind: "comment", issueId: issue.id, commentId });
  const [before, now] = [textIn(updatedFrom, "resolvedAt"), textIn(data, "resolvedAt")];
  if ((before === undefined) === (now === undefined)) return [];
  return [{ ...facts, name: now === undefined ? "thread.reopened" : "thread.resolved", issue, threadId, commentId }];
}

function toReactionEvents(payload: JsonObject, data: JsonObject, facts: LinearEventFacts): LinearEvent[] {
  const issue = readIssue(objectIn(data, "issue"), textIn(data, "issueId"));
  const rawEmoji = textIn(data, "emoji");
  const isOnComment = textIn(data, "commentId") !== undefined || objectIn(data, "comment") !== undefined;
  if (issue === undefined || rawEmoji === undefined || isOnComment) return [];
  const who = objectIn(data, "user") ?? idOf(textIn(data, "userId")) ?? idOf(textIn(data, "externalUserId"));
  const actor = facts.actor ?? readActor(who);
  const emoji = fromLinearEmoji(rawEmoji);
  return [{ ...facts, actor, name: "issue.reacted", issue, emoji, rawEmoji, added: payload.action === "create" }];
}

const idOf = (id: string | undefined): JsonObject | undefined => (id === undefined ? undefined : { id });

function toNotification(payload: JsonObject, facts: LinearEventFacts): LinearEvent<"notification"> {
  const notification = objectIn(payload, "notification");
  const comment = objectIn(notification, "comment");
  const commentId = textIn(notification, "commentId") ?? textIn(comment, "id");
  const rawEmoji = textIn(notification, "reactionEmoji");
  const type = textIn(payload, "action") ?? textIn(notification, "type") ?? "";
  return {
    ...facts,
    actor: readActor(
      objectIn(notification, "actor") ??
        idOf(textIn(notification, "actorId")) ??
        idOf(textIn(notification, "externalUserActorId")),
    ),
    name: "notification",
    type,
    topic: topicOf(type),
    issue: readIssue(objectIn(notification, "issue"), textIn(notification, "issueId")),
    comment: commentId === undefined ? undefined : { id: commentId, body: textIn(comment, "body") ?? "" },
    emoji: rawEmoji === undefined ? undefined : fromLinearEmoji(rawEmoji),
  };
}
