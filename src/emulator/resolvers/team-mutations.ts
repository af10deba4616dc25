import { requireScope } from "../actions/actor.js";
import { createCycle, updateCycle } from "../actions/cycles.js";
import { addTeam } from "../directory.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { TeamRecord, WorkflowStateRecord } from "../records.js";
import { invalidInput } from "../request-error.js";
import { findRow } from "../state.js";
import type { CycleRecord } from "../work-records.js";
import { visible } from "./lookup.js";
import { orUndefined, readGiven, readOwnId, readSet, refuseGiven, succeed } from "./payload.js";

interface TeamCreateInput {
  id?: string | null;
  name: string;
  key?: string | null;
  description?: string | null;
  color?: string | null;
  icon?: string | null;
}

interface StateInput {
  name?: string | null;
  color?: string | null;
  description?: string | null;
  position?: number | null;
}

interface StateCreateInput extends StateInput {
  id?: string | null;
  teamId: string;
  name: string;
  type: WorkflowStateRecord["type"];
  color: string;
}

interface CycleInput {
  name?: string | null;
  description?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  completedAt?: string | null;
}

type CycleCreateInput = CycleInput & { id?: string | null; teamId: string; startsAt: string; endsAt: string };

const STATE_TYPES: readonly string[] = ["backlog", "unstarted", "started", "completed", "canceled", "triage"];

/** Teams, their workflow states and their cycles. */
export const teamMutations: ResolverTable = {
  teamCreate: (_, args: { input: TeamCreateInput } & Record<string, unknown>, context) => {
    requireScope(context.actor, "write");
    refuseGiven(args, "Mutation.teamCreate", ["copySettingsFromTeamId"]);
    return succeed(context.world, { team: createTeam(args.input, context) });
  },

  workflowStateCreate: (_, { input }: { input: StateCreateInput }, { world, actor }) => {
    requireScope(actor, "write");
    const team = findRow(world.state, "teams", input.teamId, actor.user.organizationId);
    if (!STATE_TYPES.includes(input.type))
      throw invalidInput("Argument Validation Error - type is not a type of state");
    const workflowState: WorkflowStateRecord = {
      id: readOwnId(world, "workflowStates", input.id) ?? world.newId(),
      organizationId: team.organizationId,
      teamId: team.id,
      name: input.name,
      type: input.type,
      color: input.color,
      description: orUndefined(input.description),
      position: input.position ?? 0,
      createdAt: world.instant(),
    };
    world.state.workflowStates.set(workflowState.id, workflowState);
    return succeed(world, { workflowState });
  },

  workflowStateUpdate: (_, { id, input }: { id: string; input: StateInput }, { world, actor }) => {
    requireScope(actor, "write");
    const workflowState = findRow(world.state, "workflowStates", id, actor.user.organizationId);
    const changes = { ...readSet(input, ["name", "color", "position"]), ...readGiven(input, ["description"]) };
    return succeed(world, { workflowState: Object.assign(workflowState, changes) });
  },

  cycleCreate: (_, { input }: { input: CycleCreateInput }, { world, actor }) => {
    requireScope(actor, "write");
    const team = findRow(world.state, "teams", input.teamId, actor.user.organizationId);
    const cycle = createCycle(world, {
      id: readOwnId(world, "cycles", input.id),
      organizationId: team.organizationId,
      teamId: team.id,
      name: orUndefined(input.name),
      description: orUndefined(input.description),
      startsAt: input.startsAt,
      endsAt: input.endsAt,
      completedAt: orUndefined(input.completedAt),
    });
    return succeed(world, { cycle });
  },

  cycleUpdate: (_, { id, input }: { id: string; input: CycleInput }, { world, actor }) => {
    requireScope(actor, "write");
    const cycle = findRow(world.state, "cycles", id, actor.user.organizationId);
    const changes: Partial<CycleRecord> = {
      ...readSet(input, ["startsAt", "endsAt"]),
      ...readGiven(input, ["name", "description", "completedAt"]),
    };
    updateCycle(world, cycle, changes);
    return succeed(world, { cycle });
  },
};

/** Without a key it is the first letters of the name. */
function createTeam(input: TeamCreateInput, context: RequestContext): TeamRecord {
  const { world, actor } = context;
  const key = (input.key ?? input.name.replace(/[^a-z]/gi, "").slice(0, 3)).toUpperCase();
  if (visible("teams", context).some((team) => team.key === key)) {
    throw invalidInput(`Argument Validation Error - the key ${key} is taken`);
  }
  return addTeam(world, actor.user.organizationId, {
    ...readGiven(input, ["description", "color", "icon"]),
    id: readOwnId(world, "teams", input.id) ?? world.newId(),
    name: input.name,
    key,
  });
}
