import type { Resolvers } from "../graphql/context.js";
import type { WebhookRecord } from "../work-records.js";
import { follow } from "./lookup.js";

export const webhooks: Resolvers = {
  Webhook: {
    allPublicTeams: ({ teamId }: WebhookRecord) => teamId === undefined,
    team: ({ teamId }: WebhookRecord, _, { world }) => follow(world.state.teams, teamId),
    creator: ({ creatorId }: WebhookRecord, _, { world }) => world.state.users.get(creatorId),
  },
};
