import type { AppRecord, InstallationRecord } from "../app-records.js";
import type { Ref } from "../emulated.js";
import type { OrganizationRecord, UserRecord } from "../records.js";
import { entityName, findInstallation, type OwnedTable, type RowOf } from "../state.js";
import type { World } from "../world.js";

const idOf = (ref: Ref): string => (typeof ref === "string" ? ref : ref.id);

/**
 * The row that a reference names, whatever its organization.
 * @throws {Error} when the emulator has none.
 */
export function find<Table extends OwnedTable>(world: World, table: Table, ref: Ref): RowOf<Table> {
  const rows: ReadonlyMap<string, unknown> = world.state[table];
  const row = rows.get(idOf(ref));
  if (row === undefined) throw new Error(`The emulator has no ${entityName(table)} ${idOf(ref)}`);
  return row as RowOf<Table>;
}

/** An issue by id or by identifier. */
export function findIssueOf(world: World, ref: Ref): RowOf<"issues"> {
  const named = [...world.state.issues.values()].find((issue) => issue.identifier === ref);
  return named ?? find(world, "issues", ref);
}

/** The organization; the first by default. */
export function findOrganization(world: World, ref: Ref | undefined): OrganizationRecord {
  const [first] = world.state.organizations.values();
  const organization = ref === undefined ? first : world.state.organizations.get(idOf(ref));
  if (organization === undefined)
    throw new Error(`The emulator has no organization ${ref === undefined ? "" : idOf(ref)}`);
  return organization;
}

/** The app; the first by default. */
export function findApp(world: World, ref: Ref | undefined): AppRecord {
  const [first] = world.state.apps.values();
  const app = ref === undefined ? first : world.state.apps.get(idOf(ref));
  if (app === undefined) throw new Error(`The emulator has no app ${ref === undefined ? "" : idOf(ref)}`);
  return app;
}

/** The person who acts; by default the first of the organization, which is Ada. */
export function findPerson(world: World, ref: Ref | undefined, organizationId: string): UserRecord {
  if (ref !== undefined) return find(world, "users", ref);
  const people = [...world.state.users.values()];
  const first = people.find((user) => user.organizationId === organizationId && user.appId === undefined);
  if (first === undefined) throw new Error("There is nobody in the organization: add a person first");
  return first;
}

/** @throws {Error} when the app was uninstalled. */
export function requireInstallation(world: World, app: AppRecord, organizationId: string): InstallationRecord {
  const installation = findInstallation(world.state, app.id, organizationId);
  if (installation === undefined) throw new Error(`${app.name} is not installed in the organization: install it first`);
  return installation;
}
