import { requireScope } from "../actions/actor.js";
import { delegateIssue } from "../actions/delegation.js";
import { createIssue, type IssueChanges, updateIssue } from "../actions/issues.js";
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

export const issueMutations: ResolverTable = {
  issueCreate: (_, { input }: { input: IssueInput & { id?: string | null; teamId: string } }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write", "issues:create");
    const team = findRow(world.state, "teams", input.teamId, actor.user.organizationId);
    const changes = readChanges(input, context);
    const issue = createIssue(world, {
      ...changes,
      id: readOwnId(world, "issues", input.id),
      organizationId: team.organizationId,
      teamId: team.id,
      title: readTitle(input.title),
      description: orUndefined(input.description),
      creatorId: actor.user.id,
    });
    applyDelegate(issue, input, context);
    return succeed(world, { issue });
  },

  issueUpdate: (_, { id, input }: { id: string; input: IssueInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const issue = findIssue(world.state, id, actor.user.organizationId);
    const changes = readChanges(input, context);
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

/** What the input says about plain fields. Ids must lead somewhere. An app as assignee is a delegate instead. */
function readChanges(input: IssueInput, { world, actor }: RequestContext): IssueChanges {
  const { organizationId } = actor.user;
  if (input.stateId != null) findRow(world.state, "workflowStates", input.stateId, organizationId);
  const assignee =
    input.assigneeId == null ? undefined : findRow(world.state, "users", input.assigneeId, organizationId);
  return {
    ...(input.title == null ? {} : { title: readTitle(input.title) }),
    ...(input.description === undefined ? {} : { description: orUndefined(input.description) }),
    ...(input.stateId == null ? {} : { stateId: input.stateId }),
    ...(input.assigneeId === undefined || assignee?.appId !== undefined ? {} : { assigneeId: assignee?.id }),
    ...(input.parentId === undefined ? {} : { parentId: orUndefined(input.parentId) }),
    ...(input.labelIds == null ? {} : { labelIds: input.labelIds }),
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

function readLabels(issue: IssueRecord, input: IssueInput, { world, actor }: RequestContext): string[] | undefined {
  if (input.labelIds == null && input.addedLabelIds == null && input.removedLabelIds == null) return undefined;
  const wanted = [...(input.labelIds ?? issue.labelIds), ...(input.addedLabelIds ?? [])];
  for (const id of wanted) findRow(world.state, "labels", id, actor.user.organizationId);
  return [...new Set(wanted)].filter((id) => !input.removedLabelIds?.includes(id));
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
