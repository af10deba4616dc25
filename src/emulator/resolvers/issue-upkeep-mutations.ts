import { requireScope } from "../actions/actor.js";
import { type IssueChanges, updateIssue } from "../actions/issues.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { IssueRecord } from "../records.js";
import { notFound } from "../request-error.js";
import { findIssue, findRow } from "../state.js";
import { readLabels } from "./issue-input.js";
import { visible } from "./lookup.js";
import { succeed } from "./payload.js";

interface ById {
  id: string;
}

interface SubscriptionArguments extends ById {
  userId?: string | null;
  userEmail?: string | null;
}

/** What is done with an issue besides changing its fields. */
export const issueUpkeepMutations: ResolverTable = {
  issueArchive: (_, { id, trash }: ById & { trash?: boolean | null }, context) => {
    const archivedAt = context.world.instant();
    return succeed(context.world, { entity: change(id, { archivedAt, trashed: trash ? true : undefined }, context) });
  },

  issueUnarchive: (_, { id }: ById, context) =>
    succeed(context.world, { entity: change(id, { archivedAt: undefined, trashed: undefined }, context) }),

  // Deleted issues are in the trash first. https://linear.app/docs/delete-archive-issues
  issueDelete: (_, { id, permanentlyDelete }: ById & { permanentlyDelete?: boolean | null }, context) => {
    const { world } = context;
    const entity = change(id, { archivedAt: world.instant(), trashed: true }, context);
    if (permanentlyDelete) world.state.issues.delete(entity.id);
    return succeed(world, { entity });
  },

  issueAddLabel: (_, { id, labelId }: ById & { labelId: string }, context) =>
    succeed(context.world, { issue: relabel(id, { addedLabelIds: [labelId] }, context) }),

  issueRemoveLabel: (_, { id, labelId }: ById & { labelId: string }, context) =>
    succeed(context.world, { issue: relabel(id, { removedLabelIds: [labelId] }, context) }),

  issueSubscribe: (_, args: SubscriptionArguments, context) => {
    const userId = findSubscriber(args, context);
    return succeed(context.world, { issue: subscribe(args.id, (ids) => [...new Set([...ids, userId])], context) });
  },

  issueUnsubscribe: (_, args: SubscriptionArguments, context) => {
    const userId = findSubscriber(args, context);
    return succeed(context.world, { issue: subscribe(args.id, (ids) => ids.filter((id) => id !== userId), context) });
  },
};

function findOwn(id: string, { world, actor }: RequestContext): IssueRecord {
  requireScope(actor, "write");
  return findIssue(world.state, id, actor.user.organizationId);
}

function change(id: string, changes: IssueChanges, context: RequestContext): IssueRecord {
  const issue = findOwn(id, context);
  updateIssue(context.world, issue, changes, context.actor.user);
  return issue;
}

function relabel(id: string, input: Parameters<typeof readLabels>[1], context: RequestContext): IssueRecord {
  const labelIds = readLabels(findOwn(id, context), input, context);
  return labelIds === undefined ? findOwn(id, context) : change(id, { labelIds }, context);
}

function subscribe(
  id: string,
  toIds: (current: readonly string[]) => readonly string[],
  context: RequestContext,
): IssueRecord {
  return change(id, { subscriberIds: toIds(findOwn(id, context).subscriberIds) }, context);
}

/** The requester, unless another one is named. */
function findSubscriber({ userId, userEmail }: SubscriptionArguments, context: RequestContext): string {
  const { world, actor } = context;
  if (userId != null) return findRow(world.state, "users", userId, actor.user.organizationId).id;
  if (userEmail == null) return actor.user.id;
  const named = visible("users", context).find(({ email }) => email === userEmail);
  if (named === undefined) throw notFound("User");
  return named.id;
}
