import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { IssueRecord } from "../records.js";
import { priorityLabel } from "../webhooks/issue-payload.js";
import type { ProjectRecord, ProjectStatusRecord, ProjectUpdateRecord } from "../work-records.js";
import { constants } from "./constants.js";
import { follow, type ListArguments, pick } from "./lookup.js";

const CURRENT_MS = 7 * 86_400_000;

export const projects: Resolvers = {
  Project: {
    ...constants({
      completedIssueCountHistory: [],
      completedScopeHistory: [],
      frequencyResolution: "weekly",
      inProgressScopeHistory: [],
      issueCountHistory: [],
      labelIds: [],
      prioritySortOrder: 0,
      resourceCount: 0,
      scopeHistory: [],
      slackIssueComments: false,
      slackIssueStatuses: false,
      slackNewIssue: false,
      sortOrder: 0,
    }),
    priorityLabel: ({ priority }: ProjectRecord) => priorityLabel(priority),
    creator: ({ creatorId }: ProjectRecord, _, { world }) => follow(world.state.users, creatorId),
    lead: ({ leadId }: ProjectRecord, _, { world }) => follow(world.state.users, leadId),
    status: ({ statusId }: ProjectRecord, _, { world }) => world.state.projectStatuses.get(statusId),
    state: ({ statusId }: ProjectRecord, _, { world }) => world.state.projectStatuses.get(statusId)?.type,
    health: (project: ProjectRecord, _, context) => updatesOf(project, context).at(-1)?.health,
    healthUpdatedAt: (project: ProjectRecord, _, context) => updatesOf(project, context).at(-1)?.createdAt,
    lastUpdate: (project: ProjectRecord, _, context) => updatesOf(project, context).at(-1),
    progress: (project: ProjectRecord, _, context) => progressOf(issuesOf(project, context)),
    scope: (project: ProjectRecord, _, context) => issuesOf(project, context).length,
    projectUpdates: (project: ProjectRecord, args: ListArguments, context) =>
      paginate(updatesOf(project, context), args),
    issues: (project: ProjectRecord, args: ListArguments, context) =>
      paginate(context.filters.issues(issuesOf(project, context), args.filter), args),
    teams: ({ teamIds }: ProjectRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.teams(
          teamIds.flatMap((id) => world.state.teams.get(id) ?? []),
          args.filter,
        ),
        args,
      ),
    members: ({ memberIds }: ProjectRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.users(
          memberIds.flatMap((id) => world.state.users.get(id) ?? []),
          args.filter,
        ),
        args,
      ),
    documents: ({ id }: ProjectRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.documents(
          pick(world.state.documents, (document) => document.projectId === id),
          args.filter,
        ),
        args,
      ),
  },

  ProjectStatus: {
    indefinite: () => false,
    updatedAt: ({ createdAt }: ProjectStatusRecord) => createdAt,
  },

  ProjectUpdate: {
    ...constants({ commentCount: 0, isDiffHidden: false, reactionData: [], reactions: [] }),
    isStale: ({ createdAt }: ProjectUpdateRecord, _, { world }) =>
      world.now().getTime() - Date.parse(createdAt) > CURRENT_MS,
    project: ({ projectId }: ProjectUpdateRecord, _, { world }) => world.state.projects.get(projectId),
    user: ({ userId }: ProjectUpdateRecord, _, { world }) => world.state.users.get(userId),
    url: ({ projectId, slugId }: ProjectUpdateRecord, _, { world }) =>
      `${world.state.projects.get(projectId)?.url}#project-update-${slugId}`,
  },
};

const issuesOf = ({ id }: ProjectRecord, { world }: RequestContext): IssueRecord[] =>
  pick(world.state.issues, (issue) => issue.projectId === id);

const updatesOf = ({ id }: ProjectRecord, { world }: RequestContext): ProjectUpdateRecord[] =>
  pick(world.state.projectUpdates, (update) => update.projectId === id);

/** The completed share of the issues that are not canceled, from 0 to 1. */
export function progressOf(issues: readonly IssueRecord[]): number {
  const counted = issues.filter(({ canceledAt, archivedAt }) => canceledAt === undefined && archivedAt === undefined);
  const done = counted.filter(({ completedAt }) => completedAt !== undefined);
  return counted.length === 0 ? 0 : done.length / counted.length;
}
