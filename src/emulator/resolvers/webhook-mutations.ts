import { requireScope } from "../actions/actor.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { forbidden, invalidInput } from "../request-error.js";
import { findRow } from "../state.js";
import type { WebhookRecord } from "../work-records.js";
import { orUndefined, readGiven, readOwnId, readSet, succeed } from "./payload.js";

interface WebhookInput {
  label?: string | null;
  url?: string | null;
  secret?: string | null;
  enabled?: boolean | null;
  resourceTypes?: readonly string[] | null;
}

interface WebhookCreateInput extends WebhookInput {
  id?: string | null;
  url: string;
  resourceTypes: readonly string[];
  teamId?: string | null;
  allPublicTeams?: boolean | null;
}

export const webhookMutations: ResolverTable = {
  webhookCreate: (_, { input }: { input: WebhookCreateInput }, context) => {
    const { world, actor } = context;
    requireAdmin(context);
    if ((input.teamId == null) === !input.allPublicTeams) {
      throw invalidInput("Argument Validation Error - Exactly one of teamId, allPublicTeams must be defined.");
    }
    const { organizationId } = actor.user;
    const at = world.instant();
    const webhook: WebhookRecord = {
      id: readOwnId(world, "webhooks", input.id) ?? world.newId(),
      organizationId,
      label: orUndefined(input.label),
      url: input.url,
      secret: input.secret ?? `lin_wh_${world.newId().replaceAll("-", "")}`,
      enabled: input.enabled ?? true,
      resourceTypes: input.resourceTypes,
      teamId: input.teamId == null ? undefined : findRow(world.state, "teams", input.teamId, organizationId).id,
      creatorId: actor.user.id,
      createdAt: at,
      updatedAt: at,
    };
    world.state.webhooks.set(webhook.id, webhook);
    return succeed(world, { webhook });
  },

  webhookUpdate: (_, { id, input }: { id: string; input: WebhookInput }, context) => {
    const { world } = context;
    const webhook = findOwn(id, context);
    const changes = {
      ...readSet(input, ["url", "secret", "enabled", "resourceTypes"]),
      ...readGiven(input, ["label"]),
    };
    return succeed(world, { webhook: Object.assign(webhook, changes, { updatedAt: world.instant() }) });
  },

  webhookDelete: (_, { id }: { id: string }, context) => {
    findOwn(id, context);
    context.world.state.webhooks.delete(id);
    return succeed(context.world, { entityId: id });
  },
};

function findOwn(id: string, context: RequestContext): WebhookRecord {
  requireAdmin(context);
  return findRow(context.world.state, "webhooks", id, context.actor.user.organizationId);
}

/** Admins, or a token with the scope `admin`. https://linear.app/developers/webhooks */
function requireAdmin({ actor }: RequestContext): void {
  if (actor.token.kind !== "api-key") requireScope(actor, "admin");
  else if (!actor.user.admin) throw forbidden("Only admins may manage webhooks");
}
