import { isJsonObject, type JsonObject, optionalString, readString } from "../util/json.js";
import type { EventAgentActivity, EventAgentSession, EventGuidance, EventGuidanceTeam } from "./events.js";
import { readCommentChild } from "./parse-comment.js";
import {
  optional,
  optionalDate,
  optionalId,
  readEntityId,
  readIssue,
  readText,
  readUser,
  shown,
} from "./payload-readers.js";

export function readAgentSession(session: JsonObject, path: string, appUserId: string): EventAgentSession {
  const issue = optional(readIssue, session, "issue", path);
  const comment = optional(readCommentChild, session, "comment", path);
  return {
    id: readEntityId(session, "id", path),
    appUserId: optionalId(session, "appUserId", path) ?? appUserId,
    status: shown(session, "status"),
    url: shown(session, "url"),
    issueId: optionalId(session, "issueId", path) ?? issue?.id,
    issue,
    commentId: optionalId(session, "commentId", path) ?? comment?.id,
    comment,
    sourceCommentId: optionalId(session, "sourceCommentId", path),
    creator: optional(readUser, session, "creator", path),
  };
}

/** What a person sent to a session. `eventCreatedAt` dates an activity that came without a date. */
export function readAgentActivity(activity: JsonObject, path: string, eventCreatedAt: string): EventAgentActivity {
  const user = optional(readUser, activity, "user", path);
  return {
    id: readEntityId(activity, "id", path),
    // https://linear.app/developers/agent-interaction has it at `agentActivity.body`; deliveries have it in `content`.
    body: optional(readContentBody, activity, "content", path) ?? readText(activity, "body", path),
    createdAt: optionalDate(activity, "createdAt", path) ?? eventCreatedAt,
    signal: optionalString(activity, "signal", path),
    sourceCommentId: optionalId(activity, "sourceCommentId", path),
    user,
    userId: optionalId(activity, "userId", path) ?? user?.id,
  };
}

function readContentBody(content: JsonObject, path: string): string | undefined {
  return optionalString(content, "body", path);
}

export function readGuidance(rule: JsonObject, path: string): EventGuidance {
  return { body: readString(rule, "body", path), origin: toOrigin(rule.origin) };
}

function toOrigin(origin: unknown): EventGuidance["origin"] {
  if (!isJsonObject(origin)) {
    return { type: typeof origin === "string" ? origin : "unknown", teamName: undefined, team: undefined };
  }
  const type = shown(origin, "type") ?? "unknown";
  const { team } = origin;
  if (!isJsonObject(team)) return { type, teamName: undefined, team: undefined };
  return { type, teamName: shown(team, "name"), team: toGuidanceTeam(team) };
}

function toGuidanceTeam(team: JsonObject): EventGuidanceTeam | undefined {
  const id = shown(team, "id");
  const key = shown(team, "key");
  const name = shown(team, "name");
  return id && key && name ? { id, key, name, parentId: shown(team, "parentId") } : undefined;
}
