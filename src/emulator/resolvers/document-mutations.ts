import { requireScope } from "../actions/actor.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { invalidInput } from "../request-error.js";
import { findIssue, findRow } from "../state.js";
import type { DocumentRecord } from "../work-records.js";
import { orUndefined, readGiven, readOwnId, readSet, refuseGiven, succeed } from "./payload.js";

interface DocumentInput {
  title?: string | null;
  content?: string | null;
  color?: string | null;
  icon?: string | null;
  issueId?: string | null;
  projectId?: string | null;
}

type DocumentCreateInput = DocumentInput & { id?: string | null; title: string };

interface ById {
  id: string;
}

export const documentMutations: ResolverTable = {
  documentCreate: (_, { input }: { input: DocumentCreateInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const { issueId, projectId } = readPlace(input, context);
    if ((issueId === undefined) === (projectId === undefined)) {
      throw invalidInput("Argument Validation Error - Exactly one of issueId, projectId must be defined.");
    }
    const at = world.instant();
    const slugId = world.newId().replaceAll("-", "").slice(0, 12);
    const urlKey = world.state.organizations.get(actor.user.organizationId)?.urlKey;
    const document: DocumentRecord = {
      id: readOwnId(world, "documents", input.id) ?? world.newId(),
      organizationId: actor.user.organizationId,
      title: input.title,
      content: orUndefined(input.content),
      color: orUndefined(input.color),
      icon: orUndefined(input.icon),
      slugId,
      url: `https://linear.app/${urlKey}/document/${slugId}`,
      issueId,
      projectId,
      creatorId: actor.user.id,
      updatedById: actor.user.id,
      createdAt: at,
      updatedAt: at,
      archivedAt: undefined,
      trashed: undefined,
    };
    world.state.documents.set(document.id, document);
    return succeed(world, { document });
  },

  documentUpdate: (_, { id, input }: ById & { input: DocumentInput }, context) => {
    const changes = {
      ...readSet(input, ["title"]),
      ...readGiven(input, ["content", "color", "icon"]),
      ...readPlace(input, context),
    };
    return succeed(context.world, { document: change(id, changes, context) });
  },

  documentDelete: (_, args: ById & Record<string, unknown>, context) => {
    refuseGiven(args, "Mutation.documentDelete", ["ifParentDocumentId"]);
    const archivedAt = context.world.instant();
    return succeed(context.world, { entity: change(args.id, { archivedAt, trashed: true }, context) });
  },

  documentUnarchive: (_, { id }: ById, context) =>
    succeed(context.world, { entity: change(id, { archivedAt: undefined, trashed: undefined }, context) }),
};

function change(id: string, changes: Partial<DocumentRecord>, { world, actor }: RequestContext): DocumentRecord {
  requireScope(actor, "write");
  const document = findRow(world.state, "documents", id, actor.user.organizationId);
  return Object.assign(document, changes, { updatedById: actor.user.id, updatedAt: world.instant() });
}

/** Where a document is; the ids must lead somewhere. */
function readPlace(
  input: DocumentInput,
  { world, actor }: RequestContext,
): Partial<Pick<DocumentRecord, "issueId" | "projectId">> {
  const { organizationId } = actor.user;
  const { issueId, projectId } = input;
  return {
    ...(issueId === undefined
      ? {}
      : { issueId: issueId === null ? undefined : findIssue(world.state, issueId, organizationId).id }),
    ...(projectId === undefined
      ? {}
      : { projectId: projectId === null ? undefined : findRow(world.state, "projects", projectId, organizationId).id }),
  };
}
