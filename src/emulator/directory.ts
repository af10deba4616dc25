import { createLabel } from "./actions/labels.js";
import type { AppRecord, InstallationRecord } from "./app-records.js";
import type { AppOptions, BotMode } from "./options.js";
import type { LabelRecord, OrganizationRecord, TeamRecord, UserRecord, WorkflowStateRecord } from "./records.js";
import { findInstallation, rowsOf } from "./state.js";
import type { ProjectStatusRecord } from "./work-records.js";
import type { World } from "./world.js";

const EVENTS: Readonly<Record<BotMode, readonly string[]>> = {
  comments: ["Comment", "Reaction"],
  "agent-sessions": ["AgentSessionEvent"],
  all: ["Comment", "Reaction", "AgentSessionEvent"],
};
const DEFAULT_SCOPES = ["read", "write", "app:assignable", "app:mentionable"];

type NewState = Pick<WorkflowStateRecord, "name" | "type" | "color" | "position">;

// The states of a new team in Linear. Positions decide which "started" state an agent moves an issue to.
const WORKFLOW: readonly NewState[] = [
  { name: "Backlog", type: "backlog", color: "#bec2c8", position: 0 },
  { name: "Todo", type: "unstarted", color: "#e2e2e2", position: 1 },
  { name: "In Progress", type: "started", color: "#f2c94c", position: 2 },
  { name: "In Review", type: "started", color: "#0f783c", position: 1002 },
  { name: "Done", type: "completed", color: "#5e6ad2", position: 3 },
  { name: "Canceled", type: "canceled", color: "#95a2b3", position: 4 },
  { name: "Duplicate", type: "duplicate", color: "#95a2b3", position: 5 },
];

const PROJECT_STATUSES: readonly Pick<ProjectStatusRecord, "name" | "type" | "color">[] = [
  { name: "Backlog", type: "backlog", color: "#bec2c8" },
  { name: "Planned", type: "planned", color: "#e2e2e2" },
  { name: "In Progress", type: "started", color: "#f2c94c" },
  { name: "Completed", type: "completed", color: "#5e6ad2" },
  { name: "Canceled", type: "canceled", color: "#95a2b3" },
];

const LABELS: readonly Pick<LabelRecord, "name" | "color">[] = [
  { name: "Bug", color: "#eb5757" },
  { name: "Feature", color: "#bb87fc" },
  { name: "Improvement", color: "#4ea7fc" },
];

export function addApp(world: World, options: AppOptions): AppRecord {
  const app: AppRecord = {
    id: world.newId(),
    name: options.name ?? "helper",
    clientId: world.newId().replaceAll("-", ""),
    clientSecret: world.newId().replaceAll("-", ""),
    webhookSecret: `lin_wh_${world.newId().replaceAll("-", "")}`,
    webhookUrl: options.webhookUrl,
    events: options.events ?? EVENTS[options.mode ?? "all"],
    scopes: options.scopes ?? DEFAULT_SCOPES,
    redirectUris: options.redirectUris ?? [],
  };
  world.state.apps.set(app.id, app);
  return app;
}

/** An organization with one team, its workflow, labels and statuses of projects; nobody is in it yet. */
export function addOrganization(world: World, name: string, urlKey: string): OrganizationRecord {
  const organization = { id: world.newId(), name, urlKey, createdAt: world.instant() };
  world.state.organizations.set(organization.id, organization);
  addTeam(world, organization.id, { key: "ENG", name: "Engineering" });
  for (const label of LABELS) createLabel(world, { organizationId: organization.id, ...label });
  for (const [position, status] of PROJECT_STATUSES.entries()) {
    const row = {
      ...status,
      id: world.newId(),
      organizationId: organization.id,
      position,
      createdAt: world.instant(),
    };
    world.state.projectStatuses.set(row.id, row);
  }
  return organization;
}

/** A team with the workflow of a new one, or with the states that are given. */
export function addTeam(
  world: World,
  organizationId: string,
  { key, name, ...given }: Pick<TeamRecord, "key" | "name"> & Partial<TeamRecord>,
  workflow: readonly NewState[] = WORKFLOW,
): TeamRecord {
  const team: TeamRecord = {
    id: given.id ?? world.newId(),
    organizationId,
    key,
    name,
    description: given.description,
    color: given.color,
    icon: given.icon,
    visibility: given.visibility ?? "public",
    createdAt: world.instant(),
  };
  world.state.teams.set(team.id, team);
  for (const state of workflow) {
    const ids = { id: world.newId(), organizationId, teamId: team.id };
    const row = { ...ids, description: undefined, createdAt: world.instant(), ...state };
    world.state.workflowStates.set(row.id, row);
  }
  return team;
}

export function addPerson(world: World, organization: OrganizationRecord, name: string): UserRecord {
  const displayName = freeHandle(world, organization.id, name.toLowerCase().split(" ")[0] ?? name);
  return addUser(world, organization, {
    appId: undefined,
    name,
    displayName,
    email: `${displayName}@${organization.urlKey}.example`,
    admin: rowsOf(world.state, "users", organization.id).every((user) => user.appId !== undefined),
  });
}

/** Installs the app where it is not yet. One that was removed before gets another app user, as in Linear. */
export function installApp(world: World, app: AppRecord, organization: OrganizationRecord): InstallationRecord {
  const known = findInstallation(world.state, app.id, organization.id);
  if (known) return known;
  const appUser = addUser(world, organization, {
    appId: app.id,
    name: app.name,
    displayName: freeHandle(world, organization.id, toHandle(app.name)),
    email: `${world.newId()}@oauthapp.linear.app`,
    admin: false,
  });
  const installation = {
    appId: app.id,
    organizationId: organization.id,
    appUserId: appUser.id,
    webhookId: world.newId(),
    active: true,
  };
  world.state.installations.push(installation);
  return installation;
}

function addUser(
  world: World,
  organization: OrganizationRecord,
  fields: Pick<UserRecord, "appId" | "name" | "displayName" | "email" | "admin">,
): UserRecord {
  const user: UserRecord = {
    ...fields,
    id: world.newId(),
    organizationId: organization.id,
    url: profileUrl(organization.urlKey, fields.displayName),
    active: true,
    createdAt: world.instant(),
  };
  world.state.users.set(user.id, user);
  return user;
}

/** Gives an app another name in an organization, and with it another handle and profile. */
export function renameAppUser(world: World, appUser: UserRecord, name: string): void {
  const organization = world.state.organizations.get(appUser.organizationId);
  appUser.name = name;
  appUser.displayName = freeHandle(world, appUser.organizationId, toHandle(name));
  appUser.url = profileUrl(organization?.urlKey ?? "", appUser.displayName);
}

const toHandle = (name: string): string => name.toLowerCase().replaceAll(" ", "");
const profileUrl = (urlKey: string, handle: string): string => `https://linear.app/${urlKey}/profiles/${handle}`;

/** Handles are unique in an organization; Linear puts a number behind the next one. */
function freeHandle(world: World, organizationId: string, wanted: string): string {
  const taken = new Set(rowsOf(world.state, "users", organizationId).map((user) => user.displayName));
  const candidates = [wanted, ...Array.from(taken, (_, index) => `${wanted}${index + 2}`)];
  return candidates.find((candidate) => !taken.has(candidate)) ?? wanted;
}
