import type { RequestContext, Resolvers, ResolverTable } from "../graphql/context.js";
import type { HistoryRecord, IssueValues, RelationRecord } from "../work-records.js";
import { follow } from "./lookup.js";

type EntityTable = "cycles" | "issues" | "projects" | "users" | "workflowStates";

/** Ids that a change moves, with the name of the entity in Linear's history. */
const ENTITIES: readonly { key: string; name: string; table: EntityTable; hasId: boolean }[] = [
  { key: "assigneeId", name: "Assignee", table: "users", hasId: true },
  { key: "cycleId", name: "Cycle", table: "cycles", hasId: true },
  { key: "delegateId", name: "Delegate", table: "users", hasId: false },
  { key: "parentId", name: "Parent", table: "issues", hasId: true },
  { key: "projectId", name: "Project", table: "projects", hasId: true },
  { key: "stateId", name: "State", table: "workflowStates", hasId: true },
];

/** Plain values, likewise. */
const VALUES: readonly { key: string; name: string }[] = [
  { key: "dueDate", name: "DueDate" },
  { key: "estimate", name: "Estimate" },
  { key: "priority", name: "Priority" },
  { key: "title", name: "Title" },
];

const SIDES = ["from", "to"] as const;

const entityFields: ResolverTable = Object.fromEntries(
  ENTITIES.flatMap(({ key, name, table, hasId }) =>
    SIDES.flatMap((side) => [
      [
        `${side}${name}`,
        (entry: HistoryRecord, _: unknown, context: RequestContext) => entityOf(entry[side], key, table, context),
      ],
      ...(hasId ? [[`${side}${name}Id`, (entry: HistoryRecord) => entry[side][key]]] : []),
    ]),
  ),
);

const valueFields: ResolverTable = Object.fromEntries(
  VALUES.flatMap(({ key, name }) =>
    SIDES.map((side) => [`${side}${name}`, (entry: HistoryRecord) => entry[side][key]]),
  ),
);

export const history: Resolvers = {
  IssueHistory: {
    ...entityFields,
    ...valueFields,
    issue: ({ issueId }: HistoryRecord, _, { world }) => world.state.issues.get(issueId),
    actor: ({ actorId }: HistoryRecord, _, { world }) => follow(world.state.users, actorId),
    actors: ({ actorId }: HistoryRecord, _, { world }) =>
      actorId === undefined ? undefined : [world.state.users.get(actorId)],
    addedLabelIds: ({ from, to }: HistoryRecord) => newIds(from, to),
    removedLabelIds: ({ from, to }: HistoryRecord) => newIds(to, from),
    addedLabels: ({ from, to }: HistoryRecord, _, context) => labelsOf(newIds(from, to), context),
    removedLabels: ({ from, to }: HistoryRecord, _, context) => labelsOf(newIds(to, from), context),
    updatedDescription: ({ to }: HistoryRecord) => ("description" in to ? true : undefined),
    archived: ({ to }: HistoryRecord) => ("archivedAt" in to ? to.archivedAt !== undefined : undefined),
    trashed: ({ to }: HistoryRecord) => ("trashed" in to ? to.trashed === true : undefined),
  },

  IssueRelation: {
    issue: ({ issueId }: RelationRecord, _, { world }) => world.state.issues.get(issueId),
    relatedIssue: ({ relatedIssueId }: RelationRecord, _, { world }) => world.state.issues.get(relatedIssueId),
  },
};

function entityOf(values: IssueValues, key: string, table: EntityTable, { world }: RequestContext): unknown {
  const id = values[key];
  return typeof id === "string" ? world.state[table].get(id) : undefined;
}

/** The labels that the second side has and the first has not; undefined where the change is about something else. */
function newIds(before: IssueValues, after: IssueValues): string[] | undefined {
  const [old, fresh] = [before.labelIds, after.labelIds];
  if (!Array.isArray(old) || !Array.isArray(fresh)) return undefined;
  return fresh.filter((id) => !old.includes(id));
}

const labelsOf = (ids: string[] | undefined, { world }: RequestContext): object[] | undefined =>
  ids?.flatMap((id) => world.state.labels.get(id) ?? []);
