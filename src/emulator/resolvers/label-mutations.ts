import { requireScope } from "../actions/actor.js";
import { createLabel } from "../actions/labels.js";
import type { ResolverTable } from "../graphql/context.js";
import { findRow } from "../state.js";
import { orUndefined, readOwnId, succeed } from "./payload.js";

interface LabelCreateInput {
  id?: string | null;
  name: string;
  color?: string | null;
  teamId?: string | null;
  parentId?: string | null;
  isGroup?: boolean | null;
}

export const labelMutations: ResolverTable = {
  issueLabelCreate: (_, { input }: { input: LabelCreateInput }, { world, actor }) => {
    requireScope(actor, "write");
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
    });
    return succeed(world, { issueLabel });
  },
};
