import { requireScope } from "../actions/actor.js";
import { createProject, updateProject } from "../actions/projects.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { invalidInput } from "../request-error.js";
import { findRow } from "../state.js";
import type { ProjectRecord, ProjectUpdateRecord } from "../work-records.js";
import { orUndefined, readGiven, readOwnId, readSet, refuseGiven, succeed } from "./payload.js";

interface ProjectInput {
  name?: string | null;
  description?: string | null;
  content?: string | null;
  color?: string | null;
  icon?: string | null;
  statusId?: string | null;
  priority?: number | null;
  leadId?: string | null;
  memberIds?: readonly string[] | null;
  teamIds?: readonly string[] | null;
  startDate?: string | null;
  targetDate?: string | null;
}

interface ProjectCreateInput extends ProjectInput {
  id?: string | null;
  name: string;
  teamIds: readonly string[];
}

interface UpdateCreateInput {
  id?: string | null;
  projectId: string;
  body?: string | null;
  health?: ProjectUpdateRecord["health"] | null;
}

interface ById {
  id: string;
}

export const projectMutations: ResolverTable = {
  projectCreate: (_, args: { input: ProjectCreateInput } & Record<string, unknown>, context) => {
    const { world, actor } = context;
    const { input } = args;
    requireScope(actor, "write");
    refuseGiven(args, "Mutation.projectCreate", ["aiConversationId", "projectDraftId", "slackChannelName"]);
    if (input.teamIds.length === 0) throw invalidInput("Argument Validation Error - teamIds must not be empty");
    const project = createProject(world, {
      ...readChanges(input, context),
      id: readOwnId(world, "projects", input.id) ?? world.newId(),
      organizationId: actor.user.organizationId,
      name: readName(input.name),
      teamIds: input.teamIds,
      creatorId: actor.user.id,
    });
    return succeed(world, { project });
  },

  projectUpdate: (_, { id, input }: ById & { input: ProjectInput }, context) => {
    const project = findOwn(id, context);
    if (input.name != null) readName(input.name);
    updateProject(context.world, project, readChanges(input, context));
    return succeed(context.world, { project });
  },

  projectArchive: (_, { id, trash }: ById & { trash?: boolean | null }, context) =>
    putAway(id, { archivedAt: context.world.instant(), trashed: trash ? true : undefined }, context),

  projectUnarchive: (_, { id }: ById, context) => putAway(id, { archivedAt: undefined, trashed: undefined }, context),

  projectDelete: (_, { id }: ById, context) =>
    putAway(id, { archivedAt: context.world.instant(), trashed: true }, context),

  projectUpdateCreate: (_, { input }: { input: UpdateCreateInput }, context) => {
    const { world, actor } = context;
    const project = findOwn(input.projectId, context);
    const at = world.instant();
    const projectUpdate: ProjectUpdateRecord = {
      id: readOwnId(world, "projectUpdates", input.id) ?? world.newId(),
      organizationId: project.organizationId,
      projectId: project.id,
      body: input.body ?? "",
      health: input.health ?? "onTrack",
      userId: actor.user.id,
      slugId: world.newId().slice(0, 8),
      createdAt: at,
      updatedAt: at,
    };
    world.state.projectUpdates.set(projectUpdate.id, projectUpdate);
    return succeed(world, { projectUpdate });
  },
};

function findOwn(id: string, { world, actor }: RequestContext): ProjectRecord {
  requireScope(actor, "write");
  return findRow(world.state, "projects", id, actor.user.organizationId);
}

function putAway(id: string, changes: Pick<ProjectRecord, "archivedAt" | "trashed">, context: RequestContext): object {
  const entity = findOwn(id, context);
  updateProject(context.world, entity, changes);
  return succeed(context.world, { entity });
}

function readName(name: string): string {
  if (name.trim() === "") throw invalidInput("Argument Validation Error - name must not be empty");
  return name;
}

/** Ids must lead somewhere. */
function readChanges(input: ProjectInput, { world, actor }: RequestContext): Partial<ProjectRecord> {
  const { organizationId } = actor.user;
  const users = [...(input.memberIds ?? []), ...(input.leadId == null ? [] : [input.leadId])];
  for (const id of users) findRow(world.state, "users", id, organizationId);
  for (const id of input.teamIds ?? []) findRow(world.state, "teams", id, organizationId);
  const statusId = orUndefined(input.statusId);
  if (statusId !== undefined) findRow(world.state, "projectStatuses", statusId, organizationId);
  return {
    ...readSet(input, ["name", "color", "description", "memberIds", "priority", "statusId", "teamIds"]),
    ...readGiven(input, ["content", "icon", "leadId", "startDate", "targetDate"]),
  };
}
