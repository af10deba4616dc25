import { phaseOf } from "../actions/cycles.js";
import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { TeamRecord, WorkflowStateRecord } from "../records.js";
import { rowsOf } from "../state.js";
import type { CycleRecord } from "../work-records.js";
import { type ListArguments, pick } from "./lookup.js";
import { projectOrder, userOrder } from "./orders.js";
import { teamSettings } from "./settings.js";

export const teams: Resolvers = {
  Team: {
    displayName: ({ name }: TeamRecord) => name,
    ...teamSettings,
    private: ({ visibility }: TeamRecord) => visibility !== "public",
    updatedAt: ({ createdAt }: TeamRecord) => createdAt,
    organization: ({ organizationId }: TeamRecord, _, { world }) => world.state.organizations.get(organizationId),
    states: ({ id }: TeamRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.workflowStates(
          pick(world.state.workflowStates, (state) => state.teamId === id),
          args.filter,
        ),
        args,
      ),
    defaultIssueState: ({ id }: TeamRecord, _, { world }) =>
      pick(world.state.workflowStates, (state) => state.teamId === id)[0],
    issues: ({ id }: TeamRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.teamId === id),
          args.filter,
        ),
        args,
      ),
    issueCount: ({ id }: TeamRecord, _, { world }) => pick(world.state.issues, (issue) => issue.teamId === id).length,
    cyclesEnabled: (team: TeamRecord, _, context) => cyclesOf(team, context).length > 0,
    activeCycle: (team: TeamRecord, _, context) =>
      cyclesOf(team, context).find((cycle) => phaseOf(cycle, context.world.now()) === "active"),
    cycles: (team: TeamRecord, args: ListArguments, context) =>
      paginate(context.filters.cycles(cyclesOf(team, context), args.filter), args),
    projects: ({ id }: TeamRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.projects(
          pick(world.state.projects, ({ teamIds }) => teamIds.includes(id)),
          args.filter,
        ),
        args,
        projectOrder,
      ),
    // Those of its own: the workspace's are everybody's.
    labels: ({ id }: TeamRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.labels(
          pick(world.state.labels, (label) => label.teamId === id),
          args.filter,
        ),
        args,
      ),
    members: ({ organizationId }: TeamRecord, args: ListArguments, { world, filters }) =>
      paginate(filters.users(rowsOf(world.state, "users", organizationId), args.filter), args, userOrder),
  },

  WorkflowState: {
    updatedAt: ({ createdAt }: WorkflowStateRecord) => createdAt,
    team: ({ teamId }: WorkflowStateRecord, _, { world }) => world.state.teams.get(teamId),
    issues: ({ id }: WorkflowStateRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.stateId === id),
          args.filter,
        ),
        args,
      ),
  },
};

const cyclesOf = ({ id }: TeamRecord, { world }: RequestContext): CycleRecord[] =>
  pick(world.state.cycles, (cycle) => cycle.teamId === id);
