import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import { PERIOD_MS } from "../graphql/rate-limit.js";
import { invalidInput, notFound } from "../request-error.js";
import { findIssue, findRow, type OwnedTable, type RowOf } from "../state.js";
import { type ListArguments, visible } from "./lookup.js";

interface ById {
  id: string;
}

/** Finds one row by its id, in the requester's organization. */
const one =
  <Table extends OwnedTable>(table: Table) =>
  (_: unknown, { id }: ById, { world, actor }: RequestContext): RowOf<Table> =>
    findRow(world.state, table, id, actor.user.organizationId);

export const queries: Resolvers = {
  Query: {
    viewer: (_: unknown, __: unknown, { actor }) => actor.user,
    organization: (_: unknown, __: unknown, { world, actor }) =>
      world.state.organizations.get(actor.user.organizationId),

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
      paginate(context.filters.users(visible("users", context), args.filter), args),
    teams: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.teams(visible("teams", context), args.filter), args),
    workflowStates: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.workflowStates(visible("workflowStates", context), args.filter), args),
    issueLabels: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.labels(visible("labels", context), args.filter), args),
    issues: (_: unknown, args: ListArguments, context) =>
      paginate(context.filters.issues(visible("issues", context), args.filter), args),
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
