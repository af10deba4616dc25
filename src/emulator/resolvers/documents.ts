import type { Resolvers } from "../graphql/context.js";
import type { DocumentRecord } from "../work-records.js";
import { follow } from "./lookup.js";

export const documents: Resolvers = {
  Document: {
    sortOrder: () => 0,
    creator: ({ creatorId }: DocumentRecord, _, { world }) => world.state.users.get(creatorId),
    updatedBy: ({ updatedById }: DocumentRecord, _, { world }) => world.state.users.get(updatedById),
    issue: ({ issueId }: DocumentRecord, _, { world }) => follow(world.state.issues, issueId),
    project: ({ projectId }: DocumentRecord, _, { world }) => follow(world.state.projects, projectId),
  },
};
