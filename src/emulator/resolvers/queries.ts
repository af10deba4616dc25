import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import { PERIOD_MS } from "../graphql/rate-limit.js";
import { invalidInput, notFound } from "../request-error.js";
import { findIssue, findRow, type OwnedTable, type RowOf } from "../state.js";
import { priorityLabel } from "../webhooks/issue-payload.js";
import { type ListArguments, visible } from "./lookup.js";
import { documentOrder, issueOrder, projectOrder, userOrder } from "./orders.js";
import { searchQueries } from "./search.js";

interface ById {
  id: string;
}

/** Finds one row by its id, in the requester's organization. */
const one =
  <Table extends OwnedTable>(table: Table) =>
  (_: unknown, { id }: ById, { world, actor }: RequestContext): RowOf<Table> =>
    findRow(world.state, table, id, actor.user.organizationId);

const PRIORITIES = [0, 1, 2, 3, 4];

export const queries: Resolvers = {
  Query: {
    viewer: (_: unknown, __: unknown, { actor }) => actor.user,
    organization: (_: unknown, __: unknown, { world, actor }) =>
      world.state.organizations.get(actor.user.organizationId),

    ...searchQueries,
    cycle: one("cycles"),
    document: one("documents"),
    issueLabel: one("labels"),
    project: one("projects"),
    projectStatus: one("projectStatuses"),
    projectUpdate: one("projectUpdates"),
    webhook: one("webhooks"),
    user: one("users"),
    team: one("teams"),
    workflowState: one("workflowStates"),
    attachment: one("attachments"),
    issueRelation: one("relations"),
    agentSession: one("sessions"),
    agentActivity: one("activities"),
    issue: (_: unknown, { id }: ById, { world, actor }) => findIssue(world.state, id, actor.user.organizationId),
    comment: findComment,

    users: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.users(visible("users", context), args.filter), args, userOrder),
    teams: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.teams(visible("teams", context), args.filter), args),
    workflowStates: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.workflowStates(visible("workflowStates", context), args.filter), args),
    issueLabels: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.labels(visible("labels", context), args.filter), args),
    issues: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.issues(visible("issues", context), args.filter), args, issueOrder),
    issuePriorityValues: () => PRIORITIES.map((priority) => ({ priority, label: priorityLabel(priority) })),
    issueRelations: (_: unknown, args: ListArguments, context) => paginate(visible("relations", context), args),
    projects: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.projects(visible("projects", context), args.filter), args, projectOrder),
    projectStatuses: (_: unknown, args: ListArguments, context) => paginate(visible("projectStatuses", context), args),
    projectUpdates: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.projectUpdates(visible("projectUpdates", context), args.filter), args),
    cycles: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.cycles(visible("cycles", context), args.filter), args),
    documents: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.documents(visible("documents", context), args.filter), args, documentOrder),
    webhooks: (_: unknown, args: ListArguments, context) => paginate(visible("webhooks", context), args),
    attachmentsForURL: (_: unknown, args: ListArguments & { url: string }, context) =>
      paginate(
        visible("attachments", context).filter(({ url }) => url === args.url),
        args,
      ),
    attachments: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.attachments(visible("attachments", context), args.filter), args),
    comments: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.comments(visible("comments", context), args.filter), args),
    agentSessions: (_: unknown, args: ListArguments, context) => paginate(visible("sessions", context), args),
    agentActivities: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.activities(visible("activities", context), args.filter), args),

    rateLimitStatus: (_: unknown, __: unknown, { actor, limits }) => ({
      identifier: actor.user.id,
      kind: actor.token.kind,
      limits: Object.entries(limits).map(([type, { limit, remaining, resetAt }]) => ({
        type,
        allowedAmount: limit,
        requestedAmount: limit - remaining,
        remainingAmount: remaining,
        period: PERIOD_MS,
        reset: resetAt,
      })),
    }),
  },
};

/** By id, or by `hash`: the eight digits that its URL ends in. */
function findComment(_: unknown, args: { id?: string | null; hash?: string | null }, context: RequestContext): object {
  const { world, actor } = context;
  if (args.id != null) return findRow(world.state, "comments", args.id, actor.user.organizationId);
  if (args.hash == null) throw invalidInput("Argument Validation Error - id or hash must be given");
  const hash = args.hash;
  const comment = visible("comments", context).find(({ id }) => id.startsWith(hash));
  if (comment === undefined) throw notFound("Comment");
  return comment;
}
