import {
  isJsonObject,
  type JsonObject,
  readId,
  readObjects,
  readOptional,
  readString,
  UnexpectedValueError,
} from "../util/json.js";
import type { EventIssue, EventUser } from "./events.js";

/*
 * Ids, dates and texts of a wrong type are errors: an event would be answered wrongly without them. Facts that are only
 * shown (names, addresses, URLs, the team) are dropped when they are not what they should be: better a mention without
 * an avatar than no mention.
 */

/** The id of something that a thread ID may name: colons separate the parts of those. */
export function readEntityId(source: JsonObject, key: string, path: string): string {
  const id = readId(source, key, path);
  if (!id.includes(":")) return id;
  throw new UnexpectedValueError(`${path}.${key}`, "an id");
}

export function optionalId(source: JsonObject, key: string, path: string): string | undefined {
  return readOptional(readEntityId, source, key, path);
}

export function readDate(source: JsonObject, key: string, path: string): string {
  const value = readString(source, key, path);
  if (!Number.isNaN(Date.parse(value))) return value;
  throw new UnexpectedValueError(`${path}.${key}`, "a date");
}

export function optionalDate(source: JsonObject, key: string, path: string): string | undefined {
  return readOptional(readDate, source, key, path);
}

/** A text, or "" for none: Linear leaves out most of what is empty. */
export function readText(source: JsonObject, key: string, path: string): string {
  return readOptional(readString, source, key, path) ?? "";
}

/** A fact that is only shown. */
export function shown(source: JsonObject, key: string): string | undefined {
  const value = source[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A fact that is only shown, or a mark that Linear does not type. */
export function shownBoolean(source: JsonObject, key: string): boolean | undefined {
  const value = source[key];
  return typeof value === "boolean" ? value : undefined;
}

export function readUser(source: JsonObject, path: string): EventUser {
  const id = readId(source, "id", path);
  const email = shown(source, "email");
  return {
    id,
    name: shown(source, "name") ?? email ?? id,
    email,
    url: shown(source, "url"),
    avatarUrl: shown(source, "avatarUrl"),
  };
}

export function readIssue(source: JsonObject, path: string): EventIssue {
  return {
    id: readEntityId(source, "id", path),
    identifier: shown(source, "identifier"),
    title: readOptional(readString, source, "title", path),
    description: readOptional(readString, source, "description", path),
    url: shown(source, "url"),
    team: toTeam(source.team),
  };
}

function toTeam(team: unknown): EventIssue["team"] {
  if (!isJsonObject(team)) return undefined;
  const id = shown(team, "id");
  const key = shown(team, "key");
  const name = shown(team, "name");
  return id && key && name ? { id, key, name } : undefined;
}

/** Reads an object that may be absent. */
export function optional<Value>(
  read: (source: JsonObject, path: string) => Value,
  source: JsonObject,
  key: string,
  path: string,
): Value | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return read(value, `${path}.${key}`);
  throw new UnexpectedValueError(`${path}.${key}`, "an object");
}

/** The objects of a list that Linear sends as null or not at all when it is empty. */
export function readList<Item>(
  source: JsonObject,
  key: string,
  path: string,
  read: (item: JsonObject, path: string) => Item,
): Item[] {
  const list = source[key];
  return list === undefined || list === null ? [] : readObjects(source, key, path, read);
}
