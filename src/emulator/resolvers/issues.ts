import type { Resolvers } from "../graphql/context.js";
import { paginate } from "../graphql/paging.js";
import type { AttachmentRecord, IssueRecord, LabelRecord } from "../records.js";
import { priorityLabel } from "../webhooks/issue-payload.js";
import { reactionData } from "../webhooks/reaction-payload.js";
import { constants } from "./constants.js";
import { follow, type ListArguments, pick } from "./lookup.js";
import { signFiles } from "./sign-files.js";

export const issues: Resolvers = {
  Issue: {
    description: ({ description }: IssueRecord, _, context) => description && signFiles(description, context),
    priorityLabel: ({ priority }: IssueRecord) => priorityLabel(priority),
    ...constants({
      boardOrder: 0,
      sortOrder: 0,
      prioritySortOrder: 0,
      customerTicketCount: 0,
      previousIdentifiers: [],
      inheritsSharedAccess: false,
    }),
    sharedAccess: ({ sharedWithIds }: IssueRecord, _, { world }) => ({
      disallowedIssueFields: [],
      isShared: sharedWithIds.length > 0,
      sharedWithCount: sharedWithIds.length,
      sharedWithUsers: sharedWithIds.flatMap((id) => world.state.users.get(id) ?? []),
      viewerHasOnlySharedAccess: false,
    }),
    branchName: (issue: IssueRecord) => branchName(issue),
    project: ({ projectId }: IssueRecord, _, { world }) => follow(world.state.projects, projectId),
    cycle: ({ cycleId }: IssueRecord, _, { world }) => follow(world.state.cycles, cycleId),
    history: ({ id }: IssueRecord, args: ListArguments, { world }) =>
      paginate(
        pick(world.state.history, (entry) => entry.issueId === id),
        args,
      ),
    relations: ({ id }: IssueRecord, args: ListArguments, { world }) =>
      paginate(
        pick(world.state.relations, (relation) => relation.issueId === id),
        args,
      ),
    inverseRelations: ({ id }: IssueRecord, args: ListArguments, { world }) =>
      paginate(
        pick(world.state.relations, (relation) => relation.relatedIssueId === id),
        args,
      ),
    subscribers: ({ subscriberIds }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.users(
          subscriberIds.flatMap((id) => world.state.users.get(id) ?? []),
          args.filter,
        ),
        args,
      ),
    documents: ({ id }: IssueRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.documents(
          pick(world.state.documents, (document) => document.issueId === id),
          args.filter,
        ),
        args,
      ),
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
    creator: ({ creatorId }: LabelRecord, _, { world }) => follow(world.state.users, creatorId),
    groupType: ({ isGroup }: LabelRecord) => (isGroup ? "singleSelect" : undefined),
    children: ({ id }: LabelRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.labels(
          pick(world.state.labels, (label) => label.parentId === id),
          args.filter,
        ),
        args,
      ),
    issues: ({ id }: LabelRecord, args: ListArguments, { world, filters }) =>
      paginate(
        filters.issues(
          pick(world.state.issues, (issue) => issue.labelIds.includes(id)),
          args.filter,
        ),
        args,
      ),
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

/** The name that Linear proposes for a branch of the issue. */
export const branchName = ({ identifier, url }: IssueRecord): string =>
  `${identifier.toLowerCase()}-${url.split("/").at(-1)}`;
