import type { EventComment, EventExternalAuthor } from "./events.js";
import { shownIssue, shownUser } from "./parse-context.js";
import {
  idOfEither,
  isAbsent,
  neededEntityId,
  neededText,
  type PayloadPart,
  shownBoolean,
  shownDate,
  shownName,
  shownPart,
} from "./payload-readers.js";

/** The comment that a `Comment` event is about. `eventCreatedAt` dates a comment whose own date cannot be read. */
export function readComment(comment: PayloadPart, eventCreatedAt: string): EventComment {
  const issueId = idOfEither(comment, "issueId", "issue");
  const userId = idOfEither(comment, "userId", "user");
  const createdAt = shownDate(comment, "createdAt") ?? eventCreatedAt;
  return {
    id: neededEntityId(comment, "id"),
    body: neededText(comment, "body"),
    quotedText: shownName(comment, "quotedText"),
    createdAt,
    updatedAt: shownDate(comment, "updatedAt") ?? createdAt,
    editedAt: shownDate(comment, "editedAt"),
    issueId,
    issue: shownIssue(comment, "issue", issueId),
    parentId: readParentId(comment),
    user: shownUser(comment, "user", userId),
    userId,
    externalAuthor: shownExternalUser(comment) ?? shownIntegration(comment),
    isArtificialAgentSessionRoot: shownBoolean(comment, "isArtificialAgentSessionRoot"),
  };
}

/** A reply names its root beside the comment that it answers. Without it, it would be taken for a thread of its own. */
function readParentId(comment: PayloadPart): string | undefined {
  return isAbsent(comment, "parentId") ? undefined : idOfEither(comment, "parentId", "parent");
}

function shownExternalUser(comment: PayloadPart): EventExternalAuthor | undefined {
  const externalUser = shownPart(comment, "externalUser");
  if (externalUser === undefined) return undefined;
  const email = shownName(externalUser, "email");
  return {
    id: shownName(externalUser, "id"),
    name: shownName(externalUser, "name") ?? email ?? "external user",
    kind: "external-user",
    email,
    avatarUrl: shownName(externalUser, "avatarUrl"),
  };
}

function shownIntegration(comment: PayloadPart): EventExternalAuthor | undefined {
  const actor = shownBotActor(comment);
  if (actor === undefined) return undefined;
  return {
    id: shownName(actor, "id"),
    // The name of the person for whom the integration wrote is in `userDisplayName`, its own in `name`.
    name: shownName(actor, "userDisplayName") ?? shownName(actor, "name") ?? "integration",
    kind: "integration",
    email: undefined,
    avatarUrl: shownName(actor, "avatarUrl"),
  };
}

/** Reads the bot actor, which webhooks type as a string that holds JSON, and GraphQL as an object. */
function shownBotActor(comment: PayloadPart): PayloadPart | undefined {
  const { botActor } = comment.fields;
  if (botActor === "") return undefined;
  if (typeof botActor !== "string") return shownPart(comment, "botActor");
  return shownPart({ ...comment, fields: { botActor: parseJson(botActor) } }, "botActor");
}

// What is no JSON is odd as it is.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
