import type { Author } from "chat";
import { actorToAuthor, eventUserToActor } from "../messages/author.js";
import { formatThread } from "../threads/thread-id.js";
import { isJsonObject, type JsonObject } from "../util/json.js";
import type { LinearEventEntity, LinearEventIssue } from "./linear-event.js";

// What is odd is left out: none of it decides what a person is answered.

export const objectIn = (source: JsonObject | undefined, key: string): JsonObject | undefined => {
  const value = source?.[key];
  return isJsonObject(value) ? value : undefined;
};

export const textIn = (source: JsonObject | undefined, key: string): string | undefined => {
  const value = source?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};

export const idsIn = (source: JsonObject, key: string): string[] => {
  const value = source[key];
  return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
};

/** An issue in a payload; undefined when it has no id that a thread can have. */
export function readIssue(issue: JsonObject | undefined, knownId?: string): LinearEventIssue | undefined {
  const id = textIn(issue, "id") ?? knownId;
  if (id === undefined || id.includes(":")) return undefined;
  return {
    id,
    identifier: textIn(issue, "identifier"),
    title: textIn(issue, "title"),
    url: textIn(issue, "url"),
    threadId: formatThread({ kind: "issue", issueId: id }),
  };
}

/** What has this id now: `described` is it where its id is the same. */
export function readEntity(id: string | undefined, described: JsonObject | undefined): LinearEventEntity | undefined {
  if (id === undefined) return undefined;
  return { id, name: textIn(described, "id") === id ? textIn(described, "name") : undefined };
}

/** Who did something: a person, an app, an integration or somebody of another product. */
export function readActor(actor: JsonObject | undefined): Author | undefined {
  const id = textIn(actor, "id");
  if (id === undefined) return undefined;
  const email = textIn(actor, "email");
  const name = textIn(actor, "name") ?? textIn(actor, "service") ?? email ?? id;
  const user = { id, name, email, url: textIn(actor, "url"), avatarUrl: textIn(actor, "avatarUrl") };
  const author = actorToAuthor(eventUserToActor(user), false);
  const isProgram = textIn(actor, "service") !== undefined || PROGRAMS.has(textIn(actor, "type") ?? "");
  return isProgram ? { ...author, isBot: true } : author;
}

const PROGRAMS = new Set(["integration", "oauthClient"]);
