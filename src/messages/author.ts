import type { Author } from "chat";
import type { ExternalAuthorNode } from "../api/operations/comments.js";
import type { AuthorNode } from "../api/operations/users.js";
import { handleOf, isAppUser } from "../webhook/event-user.js";
import type { EventExternalAuthor, EventUser } from "../webhook/events.js";
import type { LinearActorData } from "./raw-message.js";

/** The author of sessions that no person started. */
export const AUTOMATION: LinearActorData = {
  id: "linear-automation",
  displayName: "linear-automation",
  fullName: "Linear automation",
  email: undefined,
  avatarUrl: undefined,
  type: "bot",
};

/**
 * The author of texts that have none, such as the sentence that Linear puts at the head of an agent session's thread.
 */
export const LINEAR: LinearActorData = {
  id: "linear",
  displayName: "linear",
  fullName: "Linear",
  email: undefined,
  avatarUrl: undefined,
  type: "bot",
};

export function eventUserToActor(user: EventUser): LinearActorData {
  return {
    id: user.id,
    displayName: handleOf(user) ?? user.name,
    fullName: user.name,
    email: user.email,
    avatarUrl: user.avatarUrl,
    type: isAppUser(user) ? "bot" : "user",
  };
}

/** A user of whom an event tells no more than the id. */
export function unnamedActor(id: string): LinearActorData {
  return { id, displayName: id, fullName: id, email: undefined, avatarUrl: undefined, type: "user" };
}

export function authorNodeToActor(author: AuthorNode): LinearActorData {
  return {
    id: author.id,
    displayName: author.displayName,
    fullName: author.name,
    email: author.email,
    avatarUrl: author.avatarUrl,
    type: author.app ? "bot" : "user",
  };
}

export function externalEventToActor(author: EventExternalAuthor): LinearActorData {
  return {
    id: author.id ?? `linear-${author.kind}:${author.name}`,
    displayName: author.name,
    fullName: author.name,
    email: author.email,
    avatarUrl: author.avatarUrl,
    type: isExternalBot(author.kind, author.name) ? "bot" : "user",
  };
}

export function externalNodeToActor(author: ExternalAuthorNode, kind: EventExternalAuthor["kind"]): LinearActorData {
  return {
    id: author.id ?? `linear-${kind}:${author.name}`,
    displayName: author.displayName,
    fullName: author.name,
    email: author.email,
    avatarUrl: author.avatarUrl,
    type: isExternalBot(kind, author.name) ? "bot" : "user",
  };
}

/** Other products mark their bots by the name's end, as GitHub does. In a workspace of Linear anybody may be called so. */
const isExternalBot = (kind: EventExternalAuthor["kind"], name: string): boolean =>
  kind === "integration" || name.endsWith("[bot]");

/** The Chat SDK's view of who wrote something. */
export function actorToAuthor(actor: LinearActorData, isMe: boolean): Author {
  return {
    userId: actor.id,
    userName: actor.displayName,
    fullName: actor.fullName,
    ...(actor.email === undefined ? {} : { email: actor.email }),
    isBot: actor.type === "bot",
    isMe,
  };
}
