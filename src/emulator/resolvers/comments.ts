import { sessionOfThread } from "../actions/sessions.js";
import type { Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { CommentRecord, ReactionRecord } from "../records.js";
import { reactionData } from "../webhooks/reaction-payload.js";
import { follow, type ListArguments, pick } from "./lookup.js";
import { signFiles } from "./sign-files.js";

export const comments: Resolvers = {
  Comment: {
    body: ({ body }: CommentRecord, _, context) => signFiles(body, context),
    hideInLinear: () => false,
    user: ({ userId }: CommentRecord, _, { world }) => follow(world.state.users, userId),
    externalUser: ({ externalUserId }: CommentRecord, _, { world }) =>
      follow(world.state.externalUsers, externalUserId),
    issue: ({ issueId }: CommentRecord, _, { world }) => follow(world.state.issues, issueId),
    parent: ({ parentId }: CommentRecord, _, { world }) => follow(world.state.comments, parentId),
    resolvingUser: ({ resolvingUserId }: CommentRecord, _, { world }) => follow(world.state.users, resolvingUserId),
    resolvingComment: ({ resolvingCommentId }: CommentRecord, _, { world }) =>
      follow(world.state.comments, resolvingCommentId),
    reactions: ({ id }: CommentRecord, _, { world }) =>
      pick(world.state.reactions, (reaction) => reaction.commentId === id),
    reactionData: ({ id }: CommentRecord, _, { world }) => reactionData(world, { commentId: id, issueId: undefined }),
    children: ({ id }: CommentRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.comments(
          pick(world.state.comments, (comment) => comment.parentId === id),
          args.filter,
        ),
        args,
      ),
    agentSession: (comment: CommentRecord, _, { world }) =>
      comment.parentId === undefined ? sessionOfThread(world, comment) : undefined,
    agentSessions: ({ id }: CommentRecord, args: ListArguments, { world }) =>
      paginate(
        pick(world.state.sessions, (session) => session.commentId === id),
        args,
      ),
    externalThread: ({ slackSynced, id }: CommentRecord) => (slackSynced ? slackThread(id) : undefined),
    syncedWith: ({ slackSynced, id }: CommentRecord) => (slackSynced ? [{ id, service: "slack" }] : undefined),
  },

  Reaction: {
    updatedAt: ({ createdAt }: ReactionRecord) => createdAt,
    user: ({ userId }: ReactionRecord, _, { world }) => follow(world.state.users, userId),
    comment: ({ commentId }: ReactionRecord, _, { world }) => follow(world.state.comments, commentId),
    issue: ({ issueId }: ReactionRecord, _, { world }) => follow(world.state.issues, issueId),
  },
};

const slackThread = (id: string): object => ({
  id,
  type: "slack",
  isConnected: true,
  isPersonalIntegrationConnected: false,
  isPersonalIntegrationRequired: false,
});
