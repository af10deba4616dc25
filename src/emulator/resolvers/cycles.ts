import { phaseOf } from "../actions/cycles.js";
import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { IssueRecord } from "../records.js";
import type { CycleRecord } from "../work-records.js";
import { constants } from "./constants.js";
import { type ListArguments, pick } from "./lookup.js";
import { progressOf } from "./projects.js";

export const cycles: Resolvers = {
  Cycle: {
    ...constants({
      completedIssueCountHistory: [],
      completedScopeHistory: [],
      inProgressScopeHistory: [],
      issueCountHistory: [],
      scopeHistory: [],
    }),
    isActive: (cycle: CycleRecord, _, { world }) => phaseOf(cycle, world.now()) === "active",
    isFuture: (cycle: CycleRecord, _, { world }) => phaseOf(cycle, world.now()) === "future",
    isPast: (cycle: CycleRecord, _, { world }) => phaseOf(cycle, world.now()) === "past",
    isNext: (cycle: CycleRecord, _, context) => cyclesOf(cycle, "future", context)[0]?.id === cycle.id,
    isPrevious: (cycle: CycleRecord, _, context) => cyclesOf(cycle, "past", context).at(-1)?.id === cycle.id,
    team: ({ teamId }: CycleRecord, _, { world }) => world.state.teams.get(teamId),
    progress: (cycle: CycleRecord, _, context) => progressOf(issuesOf(cycle, context)),
    issues: (cycle: CycleRecord, args: ListArguments, context) =>
      paginate(context.filters.issues(issuesOf(cycle, context), args.filter), args),
  },
};

const issuesOf = ({ id }: CycleRecord, { world }: RequestContext): IssueRecord[] =>
  pick(world.state.issues, (issue) => issue.cycleId === id);

/** The team's cycles that are in this part of time, the earliest first. */
function cyclesOf(
  { teamId }: CycleRecord,
  phase: ReturnType<typeof phaseOf>,
  { world }: RequestContext,
): CycleRecord[] {
  const cycles = pick(world.state.cycles, (cycle) => cycle.teamId === teamId && phaseOf(cycle, world.now()) === phase);
  return cycles.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}
