import { requireScope } from "../actions/actor.js";
import { delegateIssue } from "../actions/delegation.js";
import { createIssue, type IssueChanges, updateIssue } from "../actions/issues.js";
import { checkLabels } from "../actions/labels.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { AttachmentRecord, IssueRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { findInstallation, findIssue, findRow } from "../state.js";
import { orUndefined, readOwnId, succeed } from "./payload.js";

interface IssueInput {
  title?: string | null;
  description?: string | null;
  stateId?: string | null;
  assigneeId?: string | null;
  delegateId?: string | null;
  parentId?: string | null;
  labelIds?: readonly string[] | null;
  addedLabelIds?: readonly string[] | null;
  removedLabelIds?: readonly string[] | null;
  priority?: number | null;
  estimate?: number | null;
}

type IssueCreateInput = IssueInput & { id?: string | null; teamId: string };

interface AttachmentCreateInput {
  id?: string | null;
  issueId: string;
  title: string;
  url: string;
  subtitle?: string | null;
  metadata?: unknown;
}

// "Argument Validation Error" above it, as Linear says.
const LONGEST_TITLE = 255;
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
    const { world, actor } = context;
    requireScope(actor, "write");
    const issue = findIssue(world.state, id, actor.user.organizationId);
    const changes = readChanges(input, issue.teamId, context);
    const labelIds = readLabels(issue, input, context);
    updateIssue(world, issue, labelIds ? { ...changes, labelIds } : changes, actor.user);
    applyDelegate(issue, input, context);
    return succeed(world, { issue });
  },

  attachmentCreate: (_, { input }: { input: AttachmentCreateInput }, context) => {
    requireScope(context.actor, "write");
    return succeed(context.world, { attachment: saveAttachment(input, context) });
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

/** What the input says about plain fields. Ids must lead somewhere. An app as assignee is a delegate instead. */
function readChanges(input: IssueInput, teamId: string, { world, actor }: RequestContext): IssueChanges {
  const { organizationId } = actor.user;
  if (input.stateId != null) {
    const state = findRow(world.state, "workflowStates", input.stateId, organizationId);
    if (state.teamId !== teamId) throw invalidInput("Discrepancy between issue team and state, cycle or project");
  }
  if (input.parentId != null) findRow(world.state, "issues", input.parentId, organizationId);
  if (input.estimate != null && input.estimate < 0) {
    throw invalidInput("Argument Validation Error - estimate must not be less than 0");
  }
  const assignee =
    input.assigneeId == null ? undefined : findRow(world.state, "users", input.assigneeId, organizationId);
  return {
    ...(input.title == null ? {} : { title: readTitle(input.title) }),
    ...(input.description === undefined ? {} : { description: orUndefined(input.description) }),
    ...(input.stateId == null ? {} : { stateId: input.stateId }),
    ...(input.assigneeId === undefined || assignee?.appId !== undefined ? {} : { assigneeId: assignee?.id }),
    ...(input.parentId === undefined ? {} : { parentId: orUndefined(input.parentId) }),
    ...(input.priority == null ? {} : { priority: input.priority }),
    ...(input.estimate === undefined ? {} : { estimate: orUndefined(input.estimate) }),
    ...(input.delegateId === null ? { delegateId: undefined } : {}),
  };
}

function readTitle(title: string | null | undefined): string {
  if (title == null || title.trim() === "") throw invalidInput("Argument Validation Error - title must not be empty");
  if (title.length > LONGEST_TITLE) {
    throw invalidInput(`Argument Validation Error - title must have at most ${LONGEST_TITLE} characters`);
  }
  return title;
}

function readLabels(
  issue: Pick<IssueRecord, "teamId" | "labelIds">,
  input: IssueInput,
  { world, actor }: RequestContext,
): string[] | undefined {
  if (input.labelIds == null && input.addedLabelIds == null && input.removedLabelIds == null) return undefined;
  const wanted = [...(input.labelIds ?? issue.labelIds), ...(input.addedLabelIds ?? [])];
  const labels = wanted.map((id) => findRow(world.state, "labels", id, actor.user.organizationId));
  const kept = [...new Set(labels)].filter(({ id }) => !input.removedLabelIds?.includes(id));
  checkLabels(issue.teamId, kept);
  return kept.map(({ id }) => id);
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

/** The same URL on the same issue is the same attachment. https://linear.app/developers/attachments */
function saveAttachment(input: AttachmentCreateInput, { world, actor }: RequestContext): AttachmentRecord {
  const issue = findIssue(world.state, input.issueId, actor.user.organizationId);
  const known = [...world.state.attachments.values()].find((row) => row.issueId === issue.id && row.url === input.url);
  const at = world.instant();
  const attachment: AttachmentRecord = {
    id: known?.id ?? readOwnId(world, "attachments", input.id) ?? world.newId(),
    organizationId: issue.organizationId,
    issueId: issue.id,
    title: input.title,
    subtitle: orUndefined(input.subtitle),
    url: input.url,
    metadata: input.metadata,
    creatorId: known?.creatorId ?? actor.user.id,
    createdAt: known?.createdAt ?? at,
    updatedAt: at,
  };
  world.state.attachments.set(attachment.id, attachment);
  return attachment;
}
