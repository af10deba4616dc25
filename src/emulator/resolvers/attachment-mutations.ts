import { requireScope } from "../actions/actor.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { AttachmentRecord } from "../records.js";
import { findIssue, findRow } from "../state.js";
import { orUndefined, readGiven, readOwnId, refuseGiven, succeed } from "./payload.js";

interface AttachmentCreateInput {
  id?: string | null;
  issueId: string;
  title: string;
  url: string;
  subtitle?: string | null;
  metadata?: unknown;
}

interface LinkArguments {
  id?: string | null;
  issueId: string;
  url: string;
  title?: string | null;
}

interface AttachmentUpdateInput {
  title: string;
  subtitle?: string | null;
  metadata?: unknown;
}

export const attachmentMutations: ResolverTable = {
  attachmentCreate: (_, { input }: { input: AttachmentCreateInput }, context) => {
    requireScope(context.actor, "write");
    return succeed(context.world, { attachment: saveAttachment(input, context) });
  },

  // Linear asks the page for its title; here the URL is the title of a link without one.
  attachmentLinkURL: (_, args: LinkArguments & Record<string, unknown>, context) => {
    requireScope(context.actor, "write");
    refuseGiven(args, "Mutation.attachmentLinkURL", ["createAsUser", "displayIconUrl"]);
    return succeed(context.world, { attachment: saveAttachment({ ...args, title: args.title ?? args.url }, context) });
  },

  attachmentUpdate: (_, { id, input }: { id: string; input: AttachmentUpdateInput }, { world, actor }) => {
    requireScope(actor, "write");
    const attachment = findRow(world.state, "attachments", id, actor.user.organizationId);
    const changes = readGiven(input, ["subtitle", "metadata"]);
    Object.assign(attachment, changes, { title: input.title, updatedAt: world.instant() });
    return succeed(world, { attachment });
  },

  attachmentDelete: (_, { id }: { id: string }, { world, actor }) => {
    requireScope(actor, "write");
    findRow(world.state, "attachments", id, actor.user.organizationId);
    world.state.attachments.delete(id);
    return succeed(world, { entityId: id });
  },
};

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
