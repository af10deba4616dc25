import { createIssue } from "../actions/issues.js";
import { addApp, addOrganization, addPerson, installApp } from "../directory.js";
import type { EmulatedOrganization, LinearEmulator } from "../linear-emulator.js";
import type { OrganizationRecord } from "../records.js";
import { rowsOf } from "../state.js";
import type { World } from "../world.js";
import { find, findApp, findOrganization, findPerson, requireInstallation } from "./find.js";

type SetUp = Pick<LinearEmulator, "addApp" | "addOrganization" | "addPerson" | "setWebhookUrl" | "createIssue">;

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

    setWebhookUrl: (url, app) => {
      findApp(world, app).webhookUrl = url;
    },

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
      });
      return structuredClone(issue);
    },
  };
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
