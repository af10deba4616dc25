import { requireScope } from "../actions/actor.js";
import { createLabel, removeLabel, updateLabel } from "../actions/labels.js";
import type { ResolverTable } from "../graphql/context.js";
import { findRow } from "../state.js";
import { orUndefined, readGiven, readOwnId, readSet, refuseGiven, succeed } from "./payload.js";

interface LabelCreateInput {
  id?: string | null;
  name: string;
  color?: string | null;
  teamId?: string | null;
  parentId?: string | null;
  isGroup?: boolean | null;
  description?: string | null;
}

interface LabelUpdateInput {
  name?: string | null;
  color?: string | null;
  description?: string | null;
}

export const labelMutations: ResolverTable = {
  issueLabelCreate: (_, args: { input: LabelCreateInput } & Record<string, unknown>, { world, actor }) => {
    const { input } = args;
    requireScope(actor, "write");
    refuseGiven(args, "Mutation.issueLabelCreate", ["replaceTeamLabels"]);
    const { organizationId } = actor.user;
    const find = <Table extends "labels" | "teams">(table: Table, id: string | null | undefined) =>
      id == null ? undefined : findRow(world.state, table, id, organizationId);
    const issueLabel = createLabel(world, {
      id: readOwnId(world, "labels", input.id),
      organizationId,
      teamId: find("teams", input.teamId)?.id,
      parent: find("labels", input.parentId),
      isGroup: orUndefined(input.isGroup),
      name: input.name,
      color: orUndefined(input.color),
      description: orUndefined(input.description),
      creatorId: actor.user.id,
    });
    return succeed(world, { issueLabel });
  },

  issueLabelUpdate: (_, args: { id: string; input: LabelUpdateInput } & Record<string, unknown>, { world, actor }) => {
    requireScope(actor, "write");
    refuseGiven(args, "Mutation.issueLabelUpdate", ["replaceTeamLabels"]);
    const issueLabel = findRow(world.state, "labels", args.id, actor.user.organizationId);
    const changes = { ...readSet(args.input, ["name", "color"]), ...readGiven(args.input, ["description"]) };
    updateLabel(world, issueLabel, changes);
    return succeed(world, { issueLabel });
  },

  issueLabelDelete: (_, { id }: { id: string }, { world, actor }) => {
    requireScope(actor, "write");
    removeLabel(world, findRow(world.state, "labels", id, actor.user.organizationId));
    return succeed(world, { entityId: id });
  },
};
