import { createCycle } from "../actions/cycles.js";
import { createIssue } from "../actions/issues.js";
import { createLabel } from "../actions/labels.js";
import { createProject } from "../actions/projects.js";
import { addApp, addOrganization, addPerson, addTeam, installApp } from "../directory.js";
import type { EmulatedOrganization } from "../emulated.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { LabelRecord, OrganizationRecord, TeamRecord, WorkflowStateRecord } from "../records.js";
import { rowsOf } from "../state.js";
import type { CycleRecord, ProjectRecord } from "../work-records.js";
import type { World } from "../world.js";
import { find, findApp, findOrganization, findPerson, requireInstallation } from "./find.js";

type SetUp = Pick<LinearEmulator, "addApp" | "addOrganization" | "addPerson" | "createIssue" | "addTeam" | "addLabel">;

export function createSetUp(world: World): SetUp {
  return {
    addApp: (options = {}) => {
      const app = addApp(world, options);
      for (const organization of world.state.organizations.values()) installApp(world, app, organization);
      return app;
    },

    addOrganization: (options = {}) => {
      const count = world.state.organizations.size + 1;
      const name = options.name ?? `Organization ${count}`;
      const urlKey = options.urlKey ?? name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      const organization = addOrganization(world, name, urlKey);
      addPerson(world, organization, "Ada Lovelace");
      for (const app of world.state.apps.values()) installApp(world, app, organization);
      return describeOrganization(world, organization);
    },

    addPerson: ({ name, organization }) => ({ ...addPerson(world, findOrganization(world, organization), name) }),

    createIssue: (input = {}) => {
      const { id: organizationId } = findOrganization(world, input.organization);
      const [firstTeam] = rowsOf(world.state, "teams", organizationId);
      const team = input.team === undefined ? firstTeam : find(world, "teams", input.team);
      if (team === undefined) throw new Error("There is no team in the organization");
      const issue = createIssue(world, {
        organizationId,
        teamId: team.id,
        title: input.title ?? "Fix the login page",
        description: input.description,
        creatorId: findPerson(world, input.by, organizationId).id,
        stateId: input.state === undefined ? undefined : findState(world, team.id, input.state).id,
        labelIds: input.labels?.map((label) => find(world, "labels", label).id),
        cycleId: input.cycle && addCycle(world, team, input.cycle).id,
        sharedWithIds: input.sharedWith?.map((user) => findPerson(world, user, organizationId).id),
        projectId: input.project === undefined ? undefined : projectNamed(world, team, input.project).id,
      });
      return structuredClone(issue);
    },

    addTeam: ({ key, name, organization, states, visibility }) => {
      const workflow = states?.map((state) => ({ ...state, color: "#bec2c8" }));
      return {
        ...addTeam(
          world,
          findOrganization(world, organization).id,
          { key, name, ...(visibility && { visibility }) },
          workflow,
        ),
      };
    },

    addLabel: ({ name, organization, team: teamRef, group }) => {
      const team = teamRef === undefined ? undefined : find(world, "teams", teamRef);
      const place = {
        organizationId: team?.organizationId ?? findOrganization(world, organization).id,
        teamId: team?.id,
      };
      const parent = group === undefined ? undefined : findGroup(world, place, group);
      return { ...createLabel(world, { ...place, name, parent }) };
    },
  };
}

type CycleOfIssue = NonNullable<NonNullable<Parameters<LinearEmulator["createIssue"]>[0]>["cycle"]>;

function addCycle(world: World, { id, organizationId }: TeamRecord, cycle: CycleOfIssue): CycleRecord {
  const nothing = { name: undefined, description: undefined, completedAt: undefined };
  return createCycle(world, { ...nothing, ...cycle, id: undefined, organizationId, teamId: id });
}

function projectNamed(world: World, { id, organizationId }: TeamRecord, name: string): ProjectRecord {
  return createProject(world, { organizationId, name, teamIds: [id] });
}

function findState(world: World, teamId: string, name: string): WorkflowStateRecord {
  const state = [...world.state.workflowStates.values()].find((row) => row.teamId === teamId && row.name === name);
  if (state === undefined) throw new Error(`The team has no state ${name}`);
  return state;
}

function findGroup(world: World, place: Pick<LabelRecord, "organizationId" | "teamId">, name: string): LabelRecord {
  const known = rowsOf(world.state, "labels", place.organizationId).find(
    (label) => label.isGroup && label.teamId === place.teamId && label.name === name,
  );
  return known ?? createLabel(world, { ...place, name, isGroup: true });
}

/** An organization as the driver hands it out. */
export function describeOrganization(world: World, organization: OrganizationRecord): EmulatedOrganization {
  const [team] = rowsOf(world.state, "teams", organization.id);
  const people = rowsOf(world.state, "users", organization.id).filter((user) => user.appId === undefined);
  return {
    ...organization,
    appUserId: requireInstallation(world, findApp(world, undefined), organization.id).appUserId,
    teamId: team?.id ?? "",
    people: structuredClone(people),
  };
}
