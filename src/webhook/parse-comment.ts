import { isJsonObject, type JsonObject } from "../util/json.js";
import type { EventComment, EventCommentChild, EventExternalAuthor } from "./events.js";
import {
  optional,
  optionalDate,
  optionalId,
  readEntityId,
  readIssue,
  readText,
  readUser,
  shown,
  shownBoolean,
} from "./payload-readers.js";

/** The comment that a `Comment` event is about. `eventCreatedAt` dates a comment that came without a date. */
export function readComment(data: JsonObject, path: string, eventCreatedAt: string): EventComment {
  const issue = optional(readIssue, data, "issue", path);
  const user = optional(readUser, data, "user", path);
  const createdAt = optionalDate(data, "createdAt", path) ?? eventCreatedAt;
  return {
    id: readEntityId(data, "id", path),
    body: readText(data, "body", path),
    createdAt,
    updatedAt: optionalDate(data, "updatedAt", path) ?? createdAt,
    editedAt: optionalDate(data, "editedAt", path),
    issueId: optionalId(data, "issueId", path) ?? issue?.id,
    issue,
    parentId: optionalId(data, "parentId", path),
    user,
    userId: optionalId(data, "userId", path) ?? user?.id,
    externalAuthor: toExternalUser(data.externalUser) ?? toIntegration(data.botActor),
    isArtificialAgentSessionRoot: shownBoolean(data, "isArtificialAgentSessionRoot"),
  };
}

/** The few fields of a comment inside a session or beside it. */
export function readCommentChild(comment: JsonObject, path: string): EventCommentChild {
  return {
    id: readEntityId(comment, "id", path),
    body: readText(comment, "body", path),
    issueId: optionalId(comment, "issueId", path),
    userId: optionalId(comment, "userId", path),
    isArtificialAgentSessionRoot: shownBoolean(comment, "isArtificialAgentSessionRoot"),
  };
}

function toExternalUser(externalUser: unknown): EventExternalAuthor | undefined {
  if (!isJsonObject(externalUser)) return undefined;
  const email = shown(externalUser, "email");
  return {
    id: shown(externalUser, "id"),
    name: shown(externalUser, "name") ?? email ?? "external user",
    kind: "external-user",
    email,
    avatarUrl: shown(externalUser, "avatarUrl"),
  };
}

function toIntegration(botActor: unknown): EventExternalAuthor | undefined {
  const actor = typeof botActor === "string" ? parseBotActor(botActor) : botActor;
  if (!isJsonObject(actor)) return undefined;
  return {
    id: shown(actor, "id"),
    // The name of the person for whom the integration wrote is in `userDisplayName`, its own in `name`.
    name: shown(actor, "userDisplayName") ?? shown(actor, "name") ?? "integration",
    kind: "integration",
    email: undefined,
    avatarUrl: shown(actor, "avatarUrl"),
  };
}

// Webhooks type the field as a string that holds JSON, GraphQL as an object.
function parseBotActor(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
