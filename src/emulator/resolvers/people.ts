import type { Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { ExternalUserRecord, OrganizationRecord, UserRecord } from "../records.js";
import { rowsOf } from "../state.js";
import { follow, type ListArguments, pick } from "./lookup.js";
import { organizationSettings } from "./settings.js";

export const people: Resolvers = {
  Organization: {
    ...organizationSettings,
    projectStatuses: ({ id }: OrganizationRecord, _, { world }) => rowsOf(world.state, "projectStatuses", id),
    updatedAt: ({ createdAt }: OrganizationRecord) => createdAt,
    userCount: ({ id }: OrganizationRecord, _, { world }) =>
      rowsOf(world.state, "users", id).filter((user) => user.appId === undefined).length,
    createdIssueCount: ({ id }: OrganizationRecord, _, { world }) => rowsOf(world.state, "issues", id).length,
    teams: ({ id }: OrganizationRecord, args: ListArguments, { world, filters }) =>
      paginate(filters.teams(rowsOf(world.state, "teams", id), args.filter), args),
    users: ({ id }: OrganizationRecord, args: ListArguments, { world }) =>
      paginate(rowsOf(world.state, "users", id), args),
    labels: ({ id }: OrganizationRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.labels(
          rowsOf(world.state, "labels", id).filter(({ teamId }) => teamId === undefined),
          args.filter,
        ),
        args,
      ),
  },

  User: {
    app: ({ appId }: UserRecord) => appId !== undefined,
    isMe: ({ id }: UserRecord, _, { actor }) => id === actor.user.id,
    guest: () => false,
    owner: ({ admin }: UserRecord) => admin,
    updatedAt: ({ createdAt }: UserRecord) => createdAt,
    avatarBackgroundColor: () => "#5e6ad2",
    canAccessAnyPublicTeam: () => true,
    inviteHash: () => "",
    initials: ({ name }: UserRecord) =>
      name
        .split(" ")
        .map((part) => part.charAt(0).toUpperCase())
        .join(""),
    createdIssueCount: ({ id }: UserRecord, _, { world }) =>
      pick(world.state.issues, (issue) => issue.creatorId === id).length,
    isAssignable: (user: UserRecord, _, { world }) => hasAppScope(user, "app:assignable", world.state.apps),
    isMentionable: (user: UserRecord, _, { world }) => hasAppScope(user, "app:mentionable", world.state.apps),
    supportsAgentSessions: ({ appId }: UserRecord, _, { world }) =>
      follow(world.state.apps, appId)?.events.includes("AgentSessionEvent") ?? false,
    organization: ({ organizationId }: UserRecord, _, { world }) => world.state.organizations.get(organizationId),
    teams: ({ organizationId }: UserRecord, args: ListArguments, { world, filters }) =>
      paginate(filters.teams(rowsOf(world.state, "teams", organizationId), args.filter), args),
    createdIssues: ({ id }: UserRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.creatorId === id),
          args.filter,
        ),
        args,
      ),
    assignedIssues: ({ id }: UserRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.assigneeId === id),
          args.filter,
        ),
        args,
      ),
    delegatedIssues: ({ id }: UserRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.delegateId === id),
          args.filter,
        ),
        args,
      ),
  },

  ExternalUser: {
    displayName: ({ name }: ExternalUserRecord) => name,
    updatedAt: ({ createdAt }: ExternalUserRecord) => createdAt,
    organization: ({ organizationId }: ExternalUserRecord, _, { world }) =>
      world.state.organizations.get(organizationId),
  },
};

/** People can always be mentioned and assigned, an app user when its app asked for it. */
function hasAppScope(
  user: UserRecord,
  scope: string,
  apps: ReadonlyMap<string, { scopes: readonly string[] }>,
): boolean {
  return user.appId === undefined || (apps.get(user.appId)?.scopes.includes(scope) ?? false);
}
