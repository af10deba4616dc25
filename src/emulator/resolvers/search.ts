import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { IssueRecord } from "../records.js";
import { findRow } from "../state.js";
import { branchName } from "./issues.js";
import { type ListArguments, pick, visible } from "./lookup.js";

interface SearchArguments extends ListArguments {
  term: string;
  teamId?: string | null;
  includeComments?: boolean | null;
}

const NO_ARCHIVE = { archive: "", totalCount: 0, databaseVersion: 0, includesDependencies: [] };

export const searchQueries: ResolverTable = {
  searchIssues: (_: unknown, args: SearchArguments, context) => {
    const found = visible("issues", context).filter(
      (issue) => isOfTeam([issue.teamId], args, context) && contains(textsOf(issue, args, context), args.term),
    );
    return toResults(context.filters.issues(found, args.filter), args);
  },

  searchProjects: (_: unknown, args: SearchArguments, context) => {
    const found = visible("projects", context).filter(
      ({ teamIds, name, description, content }) =>
        isOfTeam(teamIds, args, context) && contains([name, description, content], args.term),
    );
    return toResults(found, args);
  },

  searchDocuments: (_: unknown, args: SearchArguments, context) => {
    const { state } = context.world;
    const teamsOf = (issueId = "", projectId = ""): readonly string[] =>
      state.projects.get(projectId)?.teamIds ?? [state.issues.get(issueId)?.teamId ?? ""];
    const found = visible("documents", context).filter(
      ({ title, content, issueId, projectId }) =>
        isOfTeam(teamsOf(issueId, projectId), args, context) && contains([title, content], args.term),
    );
    return toResults(found, args);
  },

  issueVcsBranchSearch: (_: unknown, args: { branchName: string }, context) =>
    visible("issues", context).find((issue) => branchName(issue) === args.branchName),
};

function toResults<Row extends Parameters<typeof paginate>[0][number]>(rows: Row[], args: SearchArguments): object {
  const kept = rows.filter(({ archivedAt }) => args.includeArchived || archivedAt === undefined);
  return { ...paginate(rows, args), totalCount: kept.length, archivePayload: NO_ARCHIVE };
}

/** Linear puts the team's results first; here the others are left out. */
function isOfTeam(teamIds: readonly string[], { teamId }: SearchArguments, { world, actor }: RequestContext): boolean {
  return teamId == null || teamIds.includes(findRow(world.state, "teams", teamId, actor.user.organizationId).id);
}

function textsOf(issue: IssueRecord, args: SearchArguments, { world }: RequestContext): (string | undefined)[] {
  const comments = args.includeComments ? pick(world.state.comments, ({ issueId }) => issueId === issue.id) : [];
  return [issue.identifier, issue.title, issue.description, ...comments.map(({ body }) => body)];
}

/** Whether every word of the term stands somewhere, whatever the case. */
function contains(texts: readonly (string | undefined)[], term: string): boolean {
  const text = texts.join("\n").toLowerCase();
  return term
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
