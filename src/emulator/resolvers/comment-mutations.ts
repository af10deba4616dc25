import { requireScope } from "../actions/actor.js";
import { editComment, removeComment, resolveComment } from "../actions/comments.js";
import { postComment } from "../actions/post-comment.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import type { BotActorRecord, CommentRecord } from "../records.js";
import { forbidden, invalidInput, notFound } from "../request-error.js";
import { findIssue, findRow } from "../state.js";
import { orUndefined, readOwnId, succeed } from "./payload.js";

interface CommentCreateInput {
  id?: string | null;
  body?: string | null;
  issueId?: string | null;
  parentId?: string | null;
  projectId?: string | null;
  projectUpdateId?: string | null;
  initiativeId?: string | null;
  initiativeUpdateId?: string | null;
  documentContentId?: string | null;
  postId?: string | null;
  quotedText?: string | null;
  createdAt?: string | null;
  createAsUser?: string | null;
  displayIconUrl?: string | null;
  createOnSyncedSlackThread?: boolean | null;
}

interface CommentUpdateArguments {
  id: string;
  input: { body?: string | null };
  skipEditedAt?: boolean | null;
}

// What a comment can be on, with the name that "not found" gives it.
const PLACES = {
  issueId: "Issue",
  projectId: "Project",
  projectUpdateId: "ProjectUpdate",
  initiativeId: "Initiative",
  initiativeUpdateId: "InitiativeUpdate",
  documentContentId: "DocumentContent",
  postId: "Post",
} as const;

export const commentMutations: ResolverTable = {
  commentCreate: (_, { input }: { input: CommentCreateInput }, context: RequestContext) => {
    const { world, actor } = context;
    requireScope(actor, "write", "comments:create");
    const issue = findPlace(input, context);
    const body = readBody(input.body);
    const parent = readParent(input, issue.id, context);
    const comment = postComment(
      world,
      {
        id: readOwnId(world, "comments", input.id),
        organizationId: actor.user.organizationId,
        issueId: issue.id,
        parentId: parent?.id,
        body,
        userId: actor.user.id,
        botActor: readAlias(input, context),
        quotedText: orUndefined(input.quotedText),
        createdAt: orUndefined(input.createdAt),
        slackSynced: parent?.slackSynced ?? false,
      },
      "url",
    );
    return succeed(world, { comment });
  },

  commentUpdate: (_, { id, input, skipEditedAt }: CommentUpdateArguments, { world, actor }) => {
    requireScope(actor, "write");
    const comment = findRow(world.state, "comments", id, actor.user.organizationId);
    if (comment.userId !== actor.user.id) throw forbidden("Only the author of a comment may edit it");
    const editedAt = skipEditedAt ? comment.editedAt : world.instant();
    if (input.body != null) editComment(world, comment, { body: readBody(input.body), editedAt });
    return succeed(world, { comment });
  },

  commentDelete: (_, { id }: { id: string }, { world, actor }) => {
    requireScope(actor, "write");
    const comment = findRow(world.state, "comments", id, actor.user.organizationId);
    const mayDelete = comment.userId === actor.user.id || actor.user.admin;
    if (!mayDelete) throw forbidden("Only the author of a comment or an admin may delete it");
    removeComment(world, comment, actor.user);
    return succeed(world, { entityId: id });
  },

  commentResolve: (_, args: { id: string; resolvingCommentId?: string | null }, context) => {
    const { world, actor } = context;
    const comment = findRoot(args.id, context);
    resolveComment(world, comment, {
      resolvedAt: world.instant(),
      resolvingUserId: actor.user.id,
      resolvingCommentId: orUndefined(args.resolvingCommentId),
    });
    return succeed(world, { comment });
  },

  commentUnresolve: (_, { id }: { id: string }, context) => {
    const comment = findRoot(id, context);
    resolveComment(context.world, comment, {
      resolvedAt: undefined,
      resolvingUserId: undefined,
      resolvingCommentId: undefined,
    });
    return succeed(context.world, { comment });
  },
};

function findRoot(id: string, { world, actor }: RequestContext): CommentRecord {
  requireScope(actor, "write");
  const comment = findRow(world.state, "comments", id, actor.user.organizationId);
  if (comment.parentId !== undefined) throw invalidInput("Argument Validation Error - only a root can be resolved");
  return comment;
}

/** Exactly one place, also for replies. The emulator holds issues only: everything else is not found. */
function findPlace(input: CommentCreateInput, { world, actor }: RequestContext): { id: string } {
  const names = Object.keys(PLACES) as (keyof typeof PLACES)[];
  const [given, ...others] = names.filter((name) => input[name] != null);
  if (given === undefined || others.length > 0) {
    throw invalidInput(`Argument Validation Error - Exactly one of ${names.join(", ")} must be defined.`);
  }
  if (input.issueId == null) throw notFound(PLACES[given]);
  return findIssue(world.state, input.issueId, actor.user.organizationId);
}

function readBody(body: string | null | undefined): string {
  if (body == null || body.trim() === "") throw invalidInput("Argument Validation Error - body must not be empty");
  return body;
}

function readParent(input: CommentCreateInput, issueId: string, context: RequestContext): CommentRecord | undefined {
  const { world, actor } = context;
  const parent =
    input.parentId == null ? undefined : findRow(world.state, "comments", input.parentId, actor.user.organizationId);
  if (parent && (parent.parentId !== undefined || parent.issueId !== issueId)) {
    throw invalidInput("incorrect parent", "Parent comment must be a top level comment.");
  }
  if (input.createOnSyncedSlackThread && !parent?.slackSynced) {
    throw invalidInput("Argument Validation Error - the thread is not synced with Slack");
  }
  return parent;
}

/** Another name to write under. https://linear.app/developers/oauth-actor-authorization */
function readAlias(input: CommentCreateInput, { world, actor }: RequestContext): BotActorRecord | undefined {
  if (input.createAsUser == null) {
    if (input.displayIconUrl == null) return undefined;
    throw invalidInput("Argument Validation Error - displayIconUrl goes with createAsUser only");
  }
  const app = actor.user.appId === undefined ? undefined : world.state.apps.get(actor.user.appId);
  if (app === undefined) throw invalidInput("createAsUser is for tokens with actor=app only");
  return {
    id: app.id,
    type: "oauthClient",
    name: app.name,
    userDisplayName: input.createAsUser,
    avatarUrl: orUndefined(input.displayIconUrl),
  };
}
