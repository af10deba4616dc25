import type { Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { AttachmentRecord, IssueRecord, LabelRecord } from "../records.js";
import { priorityLabel } from "../webhooks/issue-payload.js";
import { reactionData } from "../webhooks/reaction-payload.js";
import { follow, type ListArguments, pick } from "./lookup.js";
import { relationsOfIssue } from "./relations.js";
import { signFiles } from "./sign-files.js";

export const issues: Resolvers = {
  Issue: {
    ...relationsOfIssue,
    description: ({ description }: IssueRecord, _, context) => description && signFiles(description, context),
    priorityLabel: ({ priority }: IssueRecord) => priorityLabel(priority),
    boardOrder: () => 0,
    sortOrder: () => 0,
    prioritySortOrder: () => 0,
    customerTicketCount: () => 0,
    previousIdentifiers: () => [],
    inheritsSharedAccess: () => false,
    sharedAccess: () => ({
      disallowedIssueFields: [],
      isShared: false,
      sharedWithCount: 0,
      sharedWithUsers: [],
      viewerHasOnlySharedAccess: false,
    }),
    branchName: ({ identifier, url }: IssueRecord) => `${identifier.toLowerCase()}-${url.split("/").at(-1)}`,
    team: ({ teamId }: IssueRecord, _, { world }) => world.state.teams.get(teamId),
    state: ({ stateId }: IssueRecord, _, { world }) => world.state.workflowStates.get(stateId),
    assignee: ({ assigneeId }: IssueRecord, _, { world }) => follow(world.state.users, assigneeId),
    delegate: ({ delegateId }: IssueRecord, _, { world }) => follow(world.state.users, delegateId),
    creator: ({ creatorId }: IssueRecord, _, { world }) => follow(world.state.users, creatorId),
    parent: ({ parentId }: IssueRecord, _, { world }) => follow(world.state.issues, parentId),
    reactionData: ({ id }: IssueRecord, _, { world }) => reactionData(world, { commentId: undefined, issueId: id }),
    reactions: ({ id }: IssueRecord, _, { world }) =>
      pick(world.state.reactions, (reaction) => reaction.issueId === id),
    children: ({ id }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.parentId === id),
          args.filter,
        ),
        args,
      ),
    comments: ({ id }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.comments(
          pick(world.state.comments, (comment) => comment.issueId === id),
          args.filter,
        ),
        args,
      ),
    labels: ({ labelIds }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.labels(
          labelIds.flatMap((id) => world.state.labels.get(id) ?? []),
          args.filter,
        ),
        args,
      ),
    attachments: ({ id }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.attachments(
          pick(world.state.attachments, (row) => row.issueId === id),
          args.filter,
        ),
        args,
      ),
    agentSessions: ({ id }: IssueRecord, args: ListArguments, { world }) =>
      paginate(
        pick(world.state.sessions, (session) => session.issueId === id),
        args,
      ),
  },

  IssueLabel: {
    parent: ({ parentId }: LabelRecord, _, { world }) => follow(world.state.labels, parentId),
    team: ({ teamId }: LabelRecord, _, { world }) => follow(world.state.teams, teamId),
    updatedAt: ({ createdAt }: LabelRecord) => createdAt,
  },

  Attachment: {
    groupBySource: () => false,
    metadata: ({ metadata }: AttachmentRecord) => metadata ?? {},
    issue: ({ issueId }: AttachmentRecord, _, { world }) => world.state.issues.get(issueId),
    creator: ({ creatorId }: AttachmentRecord, _, { world }) => world.state.users.get(creatorId),
  },
};
