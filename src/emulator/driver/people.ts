import { addPrompt } from "../actions/activities.js";
import { editComment, insertComment, removeComment } from "../actions/comments.js";
import { delegateIssue, dismissSession, openAnchoredSession, undelegateIssue } from "../actions/delegation.js";
import { updateIssue } from "../actions/issues.js";
import { postComment } from "../actions/post-comment.js";
import { addReaction, removeReaction } from "../actions/reactions.js";
import { insertSession } from "../actions/sessions.js";
import { toEmojiName } from "../emoji.js";
import type { CommentInput } from "../emulated.js";
import type { LinearEmulator } from "../linear-emulator.js";
import type { CommentRecord, ExternalUserRecord, SessionRecord } from "../records.js";
import { sessionCreated } from "../webhooks/session-payload.js";
import type { World } from "../world.js";
import { find, findApp, findIssueOf, findOrganization, findPerson, requireInstallation } from "./find.js";

type People = Pick<
  LinearEmulator,
  | "comment"
  | "mention"
  | "delegate"
  | "undelegate"
  | "mentionInDescription"
  | "openSession"
  | "prompt"
  | "stop"
  | "dismiss"
  | "react"
  | "unreact"
  | "editComment"
  | "deleteComment"
>;

/** What people do in Linear's own interface. */
export function createPeople(world: World): People {
  return {
    comment: async (input) => structuredClone(writeComment(world, input)),

    mention: async ({ text, app, ...input }) => {
      const { organizationId } = findIssueOf(world, input.issue);
      const { appUserId } = requireInstallation(world, findApp(world, app), organizationId);
      const { displayName } = find(world, "users", appUserId);
      return structuredClone(writeComment(world, { ...input, body: `@${displayName} ${text}` }));
    },

    delegate: async ({ issue: ref, by, app }) => {
      const issue = findIssueOf(world, ref);
      const installation = requireInstallation(world, findApp(world, app), issue.organizationId);
      const person = by === "automation" ? undefined : findPerson(world, by, issue.organizationId);
      return snapshotOf(delegateIssue(world, issue, installation, person));
    },

    undelegate: async ({ issue: ref, by }) => {
      const issue = findIssueOf(world, ref);
      undelegateIssue(world, issue, findPerson(world, by, issue.organizationId));
      return structuredClone(issue);
    },

    mentionInDescription: async ({ issue: ref, by, app }) => {
      const issue = findIssueOf(world, ref);
      const installation = requireInstallation(world, findApp(world, app), issue.organizationId);
      const person = findPerson(world, by, issue.organizationId);
      const { id, displayName } = find(world, "users", installation.appUserId);
      // The form that descriptions had in recorded deliveries, unlike comments.
      const tag = `<user id="${id}" notify>${displayName}</user>`;
      updateIssue(world, issue, { description: [issue.description, tag].filter(Boolean).join("\n\n") }, person);
      return snapshotOf(openAnchoredSession(world, installation, issue, person));
    },

    openSession: async ({ prompt, by, app }) => {
      const { id: organizationId } =
        by === undefined ? findOrganization(world, undefined) : { id: find(world, "users", by).organizationId };
      const session = insertSession(world, {
        installation: requireInstallation(world, findApp(world, app), organizationId),
        issueId: undefined,
        commentId: undefined,
        creatorId: findPerson(world, by, organizationId).id,
        status: "pending",
      });
      sessionCreated(world, session, { previousComments: undefined, prompt });
      return structuredClone(session);
    },

    prompt: async ({ session: ref, body, by }) => {
      const session = find(world, "sessions", ref);
      const userId = findPerson(world, by, session.organizationId).id;
      const comment = session.commentId === undefined ? undefined : replyIn(world, session, body, userId);
      return structuredClone(addPrompt(world, session, { body, userId, sourceCommentId: comment?.id }));
    },

    stop: async ({ session: ref, by }) => {
      const session = find(world, "sessions", ref);
      const userId = findPerson(world, by, session.organizationId).id;
      return structuredClone(addPrompt(world, session, { body: "", userId, signal: "stop" }));
    },

    dismiss: async ({ session: ref, by }) => {
      const session = find(world, "sessions", ref);
      dismissSession(world, session, findPerson(world, by, session.organizationId));
      return structuredClone(session);
    },

    react: async ({ comment: ref, emoji, by }) => {
      const comment = find(world, "comments", ref);
      const person = findPerson(world, by, comment.organizationId);
      return structuredClone(addReaction(world, { kind: "comment", comment }, { emoji, by: person }));
    },

    unreact: async ({ comment: ref, emoji, by }) => {
      const comment = find(world, "comments", ref);
      const person = findPerson(world, by, comment.organizationId);
      const reaction = [...world.state.reactions.values()].find(
        (row) => row.commentId === comment.id && row.userId === person.id && row.emoji === toEmojiName(emoji),
      );
      if (reaction === undefined) throw new Error(`${person.name} has not reacted with ${emoji}`);
      removeReaction(world, reaction);
    },

    editComment: async ({ comment: ref, body }) => {
      const comment = find(world, "comments", ref);
      editComment(world, comment, { body, editedAt: world.instant() });
      return structuredClone(comment);
    },

    deleteComment: async ({ comment: ref, by }) => {
      const comment = find(world, "comments", ref);
      removeComment(world, comment, by === undefined ? undefined : find(world, "users", by));
    },
  };
}

/** Linear's interface puts every answer below the root of its thread. */
function writeComment(world: World, input: CommentInput): CommentRecord {
  const issue = findIssueOf(world, input.issue);
  const parent = input.parent === undefined ? undefined : find(world, "comments", input.parent);
  const hasOtherAuthor = input.externalUser !== undefined || input.botActor !== undefined;
  return postComment(
    world,
    {
      organizationId: issue.organizationId,
      issueId: issue.id,
      parentId: parent?.parentId ?? parent?.id,
      body: input.body,
      userId: hasOtherAuthor ? undefined : findPerson(world, input.by, issue.organizationId).id,
      externalUserId: input.externalUser && externalUserOf(world, issue.organizationId, input.externalUser.name).id,
      botActor: input.botActor && {
        id: world.newId(),
        type: input.botActor.type ?? "integration",
        name: input.botActor.name,
        userDisplayName: undefined,
        avatarUrl: undefined,
      },
      quotedText: input.quotedText,
      slackSynced: input.slackSynced ?? parent?.slackSynced ?? false,
    },
    "typed",
  );
}

function externalUserOf(world: World, organizationId: string, name: string): ExternalUserRecord {
  const known = [...world.state.externalUsers.values()].find(
    (user) => user.organizationId === organizationId && user.name === name,
  );
  if (known) return known;
  const externalUser = { id: world.newId(), organizationId, name, createdAt: world.instant() };
  world.state.externalUsers.set(externalUser.id, externalUser);
  return externalUser;
}

function replyIn(world: World, session: SessionRecord, body: string, userId: string): CommentRecord {
  const { organizationId, issueId, commentId: parentId } = session;
  return insertComment(world, { organizationId, issueId, parentId, body, userId });
}

function snapshotOf(session: SessionRecord | undefined): SessionRecord {
  if (session === undefined) throw new Error("The app has no agent sessions: its events lack AgentSessionEvent");
  return structuredClone(session);
}
