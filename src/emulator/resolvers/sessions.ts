import { currentStatus } from "../actions/sessions.js";
import type { RequestContext, Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { ActivityContent, ActivityRecord, SessionRecord } from "../records.js";
import { follow, type ListArguments, pick } from "./lookup.js";
import { signFiles } from "./sign-files.js";

const body = (content: ActivityContent, _: unknown, context: RequestContext): string =>
  signFiles(content.body ?? "", context);

export const sessions: Resolvers = {
  AgentSession: {
    context: () => [],
    status: (session: SessionRecord, _, { world }) => currentStatus(session, world.now()),
    externalLinks: ({ externalUrls }: SessionRecord) => externalUrls,
    appUser: ({ appUserId }: SessionRecord, _, { world }) => world.state.users.get(appUserId),
    creator: ({ creatorId }: SessionRecord, _, { world }) => follow(world.state.users, creatorId),
    dismissedBy: ({ dismissedById }: SessionRecord, _, { world }) => follow(world.state.users, dismissedById),
    issue: ({ issueId }: SessionRecord, _, { world }) => follow(world.state.issues, issueId),
    comment: ({ commentId }: SessionRecord, _, { world }) => follow(world.state.comments, commentId),
    sourceComment: ({ sourceCommentId }: SessionRecord, _, { world }) => follow(world.state.comments, sourceCommentId),
    activities: ({ id }: SessionRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.activities(
          pick(world.state.activities, (row) => row.agentSessionId === id),
          args.filter,
        ),
        args,
      ),
  },

  AgentActivity: {
    queued: () => false,
    agentSession: ({ agentSessionId }: ActivityRecord, _, { world }) => world.state.sessions.get(agentSessionId),
    user: ({ userId }: ActivityRecord, _, { world }) => world.state.users.get(userId),
    sourceComment: ({ sourceCommentId }: ActivityRecord, _, { world }) => follow(world.state.comments, sourceCommentId),
  },

  AgentActivityElicitationContent: { body },
  AgentActivityErrorContent: { body },
  AgentActivityPromptContent: { body },
  AgentActivityResponseContent: { body },
  AgentActivityThoughtContent: { body },
};

/** The member of the content union that an activity's type stands for. */
export function contentTypeName({ type }: Pick<ActivityContent, "type">): string {
  return `AgentActivity${type.charAt(0).toUpperCase()}${type.slice(1)}Content`;
}
