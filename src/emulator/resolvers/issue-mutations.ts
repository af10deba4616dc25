import { requireScope } from "../actions/actor.js";
import { delegateIssue } from "../actions/delegation.js";
import { createIssue, updateIssue } from "../actions/issues.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { IssueRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { findInstallation, findIssue, findRow } from "../state.js";
import { type IssueInput, readChanges, readLabels, readTitle } from "./issue-input.js";
import { orUndefined, readOwnId, succeed } from "./payload.js";

type IssueCreateInput = IssueInput & { id?: string | null; teamId: string };

// "Argument Validation Error" above it, as Linear says.
const LARGEST_BATCH = 50;

export const issueMutations: ResolverTable = {
  issueCreate: (_, { input }: { input: IssueCreateInput }, context) => {
    requireScope(context.actor, "write", "issues:create");
    return succeed(context.world, { issue: readNewIssue(input, context)() });
  },

  // In one transaction: nothing is created when one of them is refused.
  issueBatchCreate: (_, { input }: { input: { issues: readonly IssueCreateInput[] } }, context) => {
    requireScope(context.actor, "write", "issues:create");
    if (input.issues.length > LARGEST_BATCH) {
      throw invalidInput(`Argument Validation Error - issues must have at most ${LARGEST_BATCH} elements`);
    }
    const creations = input.issues.map((issue) => readNewIssue(issue, context));
    return succeed(context.world, { issues: creations.map((create) => create()) });
  },

  issueUpdate: (_, { id, input }: { id: string; input: IssueInput }, context) => {
    requireScope(context.actor, "write");
    return succeed(context.world, { issue: readUpdate(id, input, context)() });
  },

  issueBatchUpdate: (_, { ids, input }: { ids: readonly string[]; input: IssueInput }, context) => {
    requireScope(context.actor, "write");
    if (ids.length > LARGEST_BATCH) {
      throw invalidInput(`Argument Validation Error - ids must have at most ${LARGEST_BATCH} elements`);
    }
    const updates = ids.map((id) => readUpdate(id, input, context));
    return succeed(context.world, { issues: updates.map((update) => update()) });
  },
};

/** Checks everything, so that what it returns, which creates the issue, does not fail. */
function readNewIssue(input: IssueCreateInput, context: RequestContext): () => IssueRecord {
  const { world, actor } = context;
  const team = findRow(world.state, "teams", input.teamId, actor.user.organizationId);
  const changes = readChanges(input, team.id, context);
  const labelIds = readLabels({ teamId: team.id, labelIds: [] }, input, context);
  const id = readOwnId(world, "issues", input.id);
  const title = readTitle(input.title);
  return () => {
    const issue = createIssue(world, {
      ...changes,
      id,
      labelIds,
      organizationId: team.organizationId,
      teamId: team.id,
      title,
      description: orUndefined(input.description),
      creatorId: actor.user.id,
    });
    applyDelegate(issue, input, context);
    return issue;
  };
}

/** Checks an update, and gives what makes it. */
function readUpdate(id: string, input: IssueInput, context: RequestContext): () => IssueRecord {
  const { world, actor } = context;
  const issue = findIssue(world.state, id, actor.user.organizationId);
  const changes = readChanges(input, issue.teamId, context);
  const labelIds = readLabels(issue, input, context);
  return () => {
    updateIssue(world, issue, labelIds ? { ...changes, labelIds } : changes, actor.user);
    applyDelegate(issue, input, context);
    return issue;
  };
}

/** A person who makes an app the delegate opens a session; an app that takes an issue itself does not. */
function applyDelegate(issue: IssueRecord, input: IssueInput, { world, actor }: RequestContext): void {
  const userId = input.delegateId ?? input.assigneeId;
  if (userId == null) return;
  const delegate = findRow(world.state, "users", userId, actor.user.organizationId);
  if (delegate.appId === undefined) {
    if (input.delegateId == null) return;
    throw invalidInput("Argument Validation Error - only an app user can be a delegate");
  }
  const installation = findInstallation(world.state, delegate.appId, actor.user.organizationId);
  if (installation === undefined || delegate.id === actor.user.id) {
    updateIssue(world, issue, { delegateId: delegate.id }, actor.user);
    return;
  }
  delegateIssue(world, issue, installation, actor.user);
}
