import { requireScope } from "../actions/actor.js";
import type { Resolvers, ResolverTable } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { IssueRelationRecord } from "../issue-records.js";
import type { IssueRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { findIssue } from "../state.js";
import { type ListArguments, pick } from "./lookup.js";
import { readOwnId, succeed } from "./payload.js";

export const relations: Resolvers = {
  IssueRelation: {
    issue: ({ issueId }: IssueRelationRecord, _, { world }) => world.state.issues.get(issueId),
    relatedIssue: ({ relatedIssueId }: IssueRelationRecord, _, { world }) => world.state.issues.get(relatedIssueId),
  },
};

/** The relations that start and end at an issue. */
export const relationsOfIssue: ResolverTable = {
  relations: ({ id }: IssueRecord, args: ListArguments, { world }) =>
    paginate(
      pick(world.state.relations, (row) => row.issueId === id),
      args,
    ),
  inverseRelations: ({ id }: IssueRecord, args: ListArguments, { world }) =>
    paginate(
      pick(world.state.relations, (row) => row.relatedIssueId === id),
      args,
    ),
};

interface IssueRelationCreateInput {
  id?: string | null;
  issueId: string;
  relatedIssueId: string;
  type: IssueRelationRecord["type"];
}

export const relationMutations: ResolverTable = {
  issueRelationCreate: (_, { input }: { input: IssueRelationCreateInput }, { world, actor }) => {
    requireScope(actor, "write");
    const { organizationId } = actor.user;
    const issue = findIssue(world.state, input.issueId, organizationId);
    const related = findIssue(world.state, input.relatedIssueId, organizationId);
    if (issue === related) throw invalidInput("Argument Validation Error - an issue cannot be related to itself");
    const at = world.instant();
    const relation: IssueRelationRecord = {
      id: readOwnId(world, "relations", input.id) ?? world.newId(),
      organizationId,
      type: input.type,
      issueId: issue.id,
      relatedIssueId: related.id,
      createdAt: at,
      updatedAt: at,
    };
    world.state.relations.set(relation.id, relation);
    return succeed(world, { issueRelation: relation });
  },
};
