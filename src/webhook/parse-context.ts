import type { EventCommentChild, EventGuidance, EventGuidanceTeam, EventIssue, EventUser } from "./events.js";
import {
  neededEntityId,
  neededString,
  neededText,
  type PayloadPart,
  pathOf,
  type Shown,
  shownBoolean,
  shownEntityId,
  shownList,
  shownName,
  shownObject,
  shownPart,
  shownText,
} from "./payload-readers.js";

/** Reads a person. `knownId`: the id that stands beside the object, for one that lacks it. */
export function shownUser(part: PayloadPart, key: string, knownId?: string): EventUser | undefined {
  const user = shownPart(part, key);
  const id = user && shownIdOf(user, knownId);
  if (user === undefined || id === undefined) return undefined;
  const email = shownName(user, "email");
  return {
    id,
    name: shownName(user, "name") ?? email ?? id,
    email,
    url: shownName(user, "url"),
    avatarUrl: shownName(user, "avatarUrl"),
  };
}

/** Reads the issue around something. `knownId`: the id that stands beside the object. */
export function shownIssue(part: PayloadPart, key: string, knownId: string | undefined): EventIssue | undefined {
  const issue = shownPart(part, key);
  const id = issue && shownIdOf(issue, knownId);
  if (issue === undefined || id === undefined) return undefined;
  return {
    id,
    identifier: shownName(issue, "identifier"),
    title: shownText(issue, "title"),
    description: shownText(issue, "description"),
    url: shownName(issue, "url"),
    team: shownTeam(issue, "team"),
  };
}

function shownIdOf(object: PayloadPart, knownId: string | undefined): string | undefined {
  const id = shownEntityId(object, "id") ?? knownId;
  if (id === undefined) object.note(pathOf(object, "id"));
  return id;
}

function shownTeam(part: PayloadPart, key: string): EventIssue["team"] {
  const team = shownPart(part, key);
  const id = team && shownName(team, "id");
  const teamKey = team && shownName(team, "key");
  const name = team && shownName(team, "name");
  return id && teamKey && name ? { id, key: teamKey, name } : undefined;
}

/** The few fields of a comment inside a session or beside it. */
export function readCommentChild(comment: PayloadPart): EventCommentChild {
  return {
    id: neededEntityId(comment, "id"),
    body: neededText(comment, "body"),
    issueId: shownEntityId(comment, "issueId"),
    userId: shownEntityId(comment, "userId"),
    isArtificialAgentSessionRoot: shownBoolean(comment, "isArtificialAgentSessionRoot"),
    quotedText: shownName(comment, "quotedText"),
  };
}

export const shownComment: Shown<EventCommentChild> = shownObject(readCommentChild);

export const shownComments: (part: PayloadPart, key: string) => EventCommentChild[] = shownList(readCommentChild);

export const shownGuidance: (part: PayloadPart, key: string) => EventGuidance[] = shownList((rule) => ({
  body: neededString(rule, "body"),
  origin: shownOrigin(rule),
}));

function shownOrigin(rule: PayloadPart): EventGuidance["origin"] {
  const { origin } = rule.fields;
  if (typeof origin === "string") return { type: origin, teamName: undefined, team: undefined };
  const part = shownPart(rule, "origin");
  const type = (part && shownName(part, "type")) ?? "unknown";
  const team = part && shownPart(part, "team");
  return { type, teamName: team && shownName(team, "name"), team: team && toGuidanceTeam(team) };
}

function toGuidanceTeam(team: PayloadPart): EventGuidanceTeam | undefined {
  const id = shownName(team, "id");
  const key = shownName(team, "key");
  const name = shownName(team, "name");
  return id && key && name ? { id, key, name, parentId: shownName(team, "parentId") } : undefined;
}
