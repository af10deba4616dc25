import type { LinearApi } from "../api/operation.js";
import { createIssue, findTeams, type TeamNode } from "../api/operations/new-issues.js";
import { getParentIssue } from "../api/operations/sub-issues.js";
import { LinearAdapterError } from "../errors.js";
import { isUuid } from "../util/uuid.js";
import { withoutUndefined } from "../util/without-undefined.js";
import { type LinearPriority, toPriorityNumber } from "./priority.js";
import type { LinearCreatedIssue } from "./sub-issues.js";

/** An issue to be made. */
export interface LinearNewIssue {
  /** At most 255 characters. */
  title: string;
  /** Markdown. */
  description?: string | undefined;
  /** Default: "none". */
  priority?: LinearPriority | undefined;
  /** In the points of the team's scale. */
  estimate?: number | undefined;
}

/** An issue to be made in a team. */
export interface LinearNewTeamIssue extends LinearNewIssue {
  /** Key, such as ENG, name or id. */
  team: string;
}

/** Which team an issue is made in. */
export type IssuePlace = { kind: "team"; team: string } | { kind: "team-of"; issueId: string };

export async function createIssueIn(
  api: LinearApi,
  newId: () => string,
  place: IssuePlace,
  { title, description, priority, estimate }: LinearNewIssue,
): Promise<LinearCreatedIssue> {
  const fields = { title, description, estimate, priority: priority && toPriorityNumber(priority) };
  const teamId = await resolveTeam(api, place);
  return await api.execute(createIssue, { input: withoutUndefined({ id: newId(), teamId, ...fields }) });
}

async function resolveTeam(api: LinearApi, place: IssuePlace): Promise<string> {
  if (place.kind === "team-of") return (await api.execute(getParentIssue, { id: place.issueId })).teamId;
  const name = place.team.trim();
  if (isUuid(name)) return name;
  const choice = chooseTeam(name, await api.execute(findTeams, { name }));
  switch (choice.kind) {
    case "team":
      return choice.team.id;
    case "ambiguous":
      throw teamRefused(
        name,
        `can be ${choice.teams.map(describe).join(" or ")}: give the id, or a key that is no other team's name`,
      );
    case "missing":
      throw teamRefused(name, "is no team that this credential can see: give its key, such as ENG, its name or its id");
  }
}

/** What a team's key or name means. */
export type TeamChoice =
  | { kind: "team"; team: TeamNode }
  | { kind: "ambiguous"; teams: readonly TeamNode[] }
  | { kind: "missing" };

/** @param found the teams whose key or name is `name`, in any case. */
function chooseTeam(name: string, found: readonly TeamNode[]): TeamChoice {
  const [team, ...others] = found;
  if (team === undefined) return { kind: "missing" };
  if (others.length === 0) return { kind: "team", team };
  // Keys are unique, but a new team may be given the key that is another one's name, and would get that one's issues.
  const byKey = found.find(({ key }) => key === name);
  const isNameOfAnother = found.some((other) => other !== byKey && other.name === name);
  return byKey && !isNameOfAnother ? { kind: "team", team: byKey } : { kind: "ambiguous", teams: found };
}

const describe = ({ key, name }: TeamNode): string => `the team ${key} (${name})`;

const teamRefused = (team: string, reason: string): LinearAdapterError =>
  new LinearAdapterError("NOT_FOUND", `"${team}" ${reason}`, { team });
