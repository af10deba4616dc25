import { resolveComment } from "../actions/comments.js";
import { type IssueChanges, updateIssue } from "../actions/issues.js";
import { addReaction, removeReaction } from "../actions/reactions.js";
import { toEmojiName } from "../emoji.js";
import type { IssueInput, Ref } from "../emulated.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { CommentRecord, IssueRecord } from "../records.js";
import { notifyApp } from "../webhooks/notification-payload.js";
import type { World } from "../world.js";
import { find, findApp, findIssueOf, findPerson, requireInstallation } from "./find.js";

type Changes = Pick<
  LinearEmulator,
  | "resolveThread"
  | "reopenThread"
  | "updateIssue"
  | "archiveIssue"
  | "deleteIssue"
  | "reactToIssue"
  | "unreactToIssue"
  | "notify"
>;

/** What people change in Linear's own interface, and what apps are notified of. */
export function createChanges(world: World): Changes {
  const change = (ref: Ref, by: Ref | undefined, changes: IssueChanges): IssueRecord => {
    const issue = findIssueOf(world, ref);
    updateIssue(world, issue, changes, findPerson(world, by, issue.organizationId));
    return structuredClone(issue);
  };

  return {
    resolveThread: async ({ comment: ref, by }) => {
      const comment = find(world, "comments", ref);
      const resolvingUserId = findPerson(world, by, comment.organizationId).id;
      return resolve(world, comment, { resolvedAt: world.instant(), resolvingUserId });
    },
    reopenThread: async ({ comment: ref, by }) => {
      const comment = find(world, "comments", ref);
      findPerson(world, by, comment.organizationId);
      return resolve(world, comment, { resolvedAt: undefined, resolvingUserId: undefined });
    },

    updateIssue: async (input) => change(input.issue, input.by, toChanges(world, input)),
    archiveIssue: async ({ issue, by }) => change(issue, by, { archivedAt: world.instant() }),
    deleteIssue: async ({ issue, by }) => change(issue, by, { archivedAt: world.instant(), trashed: true }),

    reactToIssue: async ({ issue: ref, emoji, by }) => {
      const issue = findIssueOf(world, ref);
      const person = findPerson(world, by, issue.organizationId);
      return structuredClone(addReaction(world, { kind: "issue", issue }, { emoji, by: person }));
    },
    unreactToIssue: async ({ issue: ref, emoji, by }) => {
      const issue = findIssueOf(world, ref);
      const person = findPerson(world, by, issue.organizationId);
      const reaction = [...world.state.reactions.values()].find(
        (row) => row.issueId === issue.id && row.userId === person.id && row.emoji === toEmojiName(emoji),
      );
      if (reaction === undefined) throw new Error(`${person.name} has not reacted with ${emoji}`);
      removeReaction(world, reaction);
    },

    notify: async ({ type, issue: issueRef, comment: commentRef, emoji, by, app }) => {
      const comment = commentRef === undefined ? undefined : find(world, "comments", commentRef);
      const issue = issueRef === undefined ? undefined : findIssueOf(world, issueRef);
      const organizationId =
        issue?.organizationId ?? comment?.organizationId ?? [...world.state.organizations.keys()][0];
      if (organizationId === undefined) throw new Error("The emulator has no organization");
      notifyApp(world, requireInstallation(world, findApp(world, app), organizationId), {
        type,
        issueId: issue?.id ?? comment?.issueId,
        comment,
        actorId: findPerson(world, by, organizationId).id,
        reactionEmoji: emoji,
      });
    },
  };
}

function resolve(
  world: World,
  comment: CommentRecord,
  resolution: Pick<CommentRecord, "resolvedAt" | "resolvingUserId">,
): CommentRecord {
  resolveComment(world, comment, { ...resolution, resolvingCommentId: undefined });
  return structuredClone(comment);
}

function toChanges(world: World, input: IssueInput): IssueChanges {
  const { title, description, state, assignee, labels, priority } = input;
  const issue = findIssueOf(world, input.issue);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: description ?? undefined }),
    ...(state === undefined ? {} : { stateId: stateNamed(world, issue, state) }),
    ...(assignee === undefined
      ? {}
      : { assigneeId: assignee === null ? undefined : find(world, "users", assignee).id }),
    ...(labels === undefined ? {} : { labelIds: labels.map((label) => find(world, "labels", label).id) }),
    ...(priority === undefined ? {} : { priority }),
  };
}

function stateNamed(world: World, { teamId }: IssueRecord, name: string): string {
  const state = [...world.state.workflowStates.values()].find((row) => row.teamId === teamId && row.name === name);
  if (state === undefined) throw new Error(`The team has no state ${name}`);
  return state.id;
}
