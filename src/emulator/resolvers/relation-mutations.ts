import { requireScope } from "../actions/actor.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { invalidInput } from "../request-error.js";
import { findIssue, findRow } from "../state.js";
import type { RelationRecord } from "../work-records.js";
import { readOwnId, readSet, refuseGiven, succeed } from "./payload.js";

interface RelationInput {
  type?: string | null;
  issueId?: string | null;
  relatedIssueId?: string | null;
}

interface RelationCreateInput {
  id?: string | null;
  type: string;
  issueId: string;
  relatedIssueId: string;
}

export const relationMutations: ResolverTable = {
  issueRelationCreate: (_, args: { input: RelationCreateInput } & Record<string, unknown>, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    refuseGiven(args, "Mutation.issueRelationCreate", ["overrideCreatedAt"]);
    const at = world.instant();
    const issueRelation: RelationRecord = {
      id: readOwnId(world, "relations", args.input.id) ?? world.newId(),
      organizationId: actor.user.organizationId,
      type: args.input.type,
      ...readEnds(args.input, context),
      createdAt: at,
      updatedAt: at,
    };
    world.state.relations.set(issueRelation.id, issueRelation);
    return succeed(world, { issueRelation });
  },

  issueRelationUpdate: (_, { id, input }: { id: string; input: RelationInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const issueRelation = findRow(world.state, "relations", id, actor.user.organizationId);
    const changes = { ...issueRelation, ...readSet(input, ["type", "issueId", "relatedIssueId"]) };
    Object.assign(issueRelation, changes, readEnds(changes, context), { updatedAt: world.instant() });
    return succeed(world, { issueRelation });
  },

  issueRelationDelete: (_, { id }: { id: string }, { world, actor }) => {
    requireScope(actor, "write");
    findRow(world.state, "relations", id, actor.user.organizationId);
    world.state.relations.delete(id);
    return succeed(world, { entityId: id });
  },
};

/** Two issues, by id or identifier. */
function readEnds(
  input: Pick<RelationRecord, "issueId" | "relatedIssueId">,
  { world, actor }: RequestContext,
): Pick<RelationRecord, "issueId" | "relatedIssueId"> {
  const issueId = findIssue(world.state, input.issueId, actor.user.organizationId).id;
  const relatedIssueId = findIssue(world.state, input.relatedIssueId, actor.user.organizationId).id;
  if (issueId === relatedIssueId)
    throw invalidInput("Argument Validation Error - an issue cannot be related to itself");
  return { issueId, relatedIssueId };
}
