import type { JsonObject } from "../../util/json.js";
import type { CommentRecord, IssueRecord } from "../records.js";
import type { World } from "../world.js";

// The short forms in which webhooks carry other entities. Keys that are undefined vanish in JSON, as Linear leaves
// out what is empty.

export function userChild(world: World, userId: string | undefined): JsonObject | undefined {
  const user = userId === undefined ? undefined : world.state.users.get(userId);
  return user && { id: user.id, name: user.name, email: user.email, url: user.url };
}

export function issueChild(world: World, issueId: string | undefined): JsonObject | undefined {
  const issue = issueId === undefined ? undefined : world.state.issues.get(issueId);
  return issue && describeIssue(world, issue);
}

/** With the description, which events of sessions and notifications carry and those of comments do not. */
export function issueWithDescription(world: World, issueId: string | undefined): JsonObject | undefined {
  const issue = issueId === undefined ? undefined : world.state.issues.get(issueId);
  return issue && { ...describeIssue(world, issue), description: issue.description };
}

function describeIssue(world: World, issue: IssueRecord): JsonObject {
  return {
    id: issue.id,
    title: issue.title,
    teamId: issue.teamId,
    team: teamChild(world, issue.teamId),
    identifier: issue.identifier,
    url: issue.url,
  };
}

export function teamChild(world: World, teamId: string): JsonObject | undefined {
  const team = world.state.teams.get(teamId);
  return team && { id: team.id, key: team.key, name: team.name };
}

/** A comment inside another object: no dates, no parent, no author object. */
export function commentChild(comment: CommentRecord | undefined): JsonObject | undefined {
  return comment && { id: comment.id, body: comment.body, userId: comment.userId, issueId: comment.issueId };
}

export function externalUserChild(world: World, id: string | undefined): JsonObject | undefined {
  const externalUser = id === undefined ? undefined : world.state.externalUsers.get(id);
  return externalUser && { id: externalUser.id, name: externalUser.name };
}

/** The envelope's `actor`: a user, an external user or an integration. */
export function commentActor(world: World, comment: CommentRecord): JsonObject | undefined {
  const user = userChild(world, comment.userId);
  if (user) return { ...user, type: "user" };
  const externalUser = externalUserChild(world, comment.externalUserId);
  if (externalUser) return { ...externalUser, type: "externalUser" };
  return comment.botActor && { id: comment.botActor.id, service: comment.botActor.type, type: "integration" };
}

export function userActor(world: World, userId: string | undefined): JsonObject | undefined {
  const user = userChild(world, userId);
  return user && { ...user, type: "user" };
}
