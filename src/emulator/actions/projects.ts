import { rowsOf } from "../state.js";
import type { ProjectRecord, ProjectStatusRecord } from "../work-records.js";
import type { World } from "../world.js";

export type NewProject = Pick<ProjectRecord, "organizationId" | "name" | "teamIds"> &
  Partial<
    Pick<
      ProjectRecord,
      | "id"
      | "description"
      | "content"
      | "color"
      | "icon"
      | "statusId"
      | "priority"
      | "creatorId"
      | "leadId"
      | "memberIds"
      | "startDate"
      | "targetDate"
    >
  >;

const DEFAULT_COLOR = "#bec2c8";

/** Adds a project, by default in the organization's first status. */
export function createProject(world: World, input: NewProject): ProjectRecord {
  const at = world.instant();
  const id = input.id ?? world.newId();
  const slugId = world.newId().replaceAll("-", "").slice(0, 12);
  const statusId = input.statusId ?? firstStatus(world, input.organizationId).id;
  const urlKey = world.state.organizations.get(input.organizationId)?.urlKey;
  const project: ProjectRecord = {
    id,
    organizationId: input.organizationId,
    name: input.name,
    description: input.description ?? "",
    content: input.content,
    color: input.color ?? DEFAULT_COLOR,
    icon: input.icon,
    slugId,
    url: `https://linear.app/${urlKey}/project/${slugId}`,
    statusId,
    priority: input.priority ?? 0,
    creatorId: input.creatorId,
    leadId: input.leadId,
    memberIds: input.memberIds ?? [],
    teamIds: input.teamIds,
    startDate: input.startDate,
    targetDate: input.targetDate,
    createdAt: at,
    updatedAt: at,
    ...stampsOf(world, statusId, at, undefined),
    archivedAt: undefined,
    trashed: undefined,
  };
  world.state.projects.set(project.id, project);
  return project;
}

/** Changes a project; a new status sets when it was started and ended. */
export function updateProject(world: World, project: ProjectRecord, changes: Partial<ProjectRecord>): void {
  const at = world.instant();
  const stamps = changes.statusId === undefined ? {} : stampsOf(world, changes.statusId, at, project.startedAt);
  Object.assign(project, changes, stamps, { updatedAt: at });
}

function stampsOf(
  world: World,
  statusId: string,
  at: string,
  startedAt: string | undefined,
): Pick<ProjectRecord, "startedAt" | "completedAt" | "canceledAt"> {
  const type = world.state.projectStatuses.get(statusId)?.type;
  return {
    startedAt: type === "started" || type === "completed" ? (startedAt ?? at) : undefined,
    completedAt: type === "completed" ? at : undefined,
    canceledAt: type === "canceled" ? at : undefined,
  };
}

function firstStatus(world: World, organizationId: string): ProjectStatusRecord {
  const [first] = rowsOf(world.state, "projectStatuses", organizationId);
  if (first === undefined) throw new Error("The emulator's organization has no statuses of projects");
  return first;
}
