import { requireScope } from "../actions/actor.js";
import { addReaction, type ReactionTarget, removeReaction } from "../actions/reactions.js";
import type { RequestContext, ResolverTable } from "../graphql/context.js";
import { forbidden, invalidInput } from "../request-error.js";
import { findIssue, findRow } from "../state.js";
import { readOwnId, succeed } from "./payload.js";

interface ReactionCreateInput {
  id?: string | null;
  emoji: string;
  commentId?: string | null;
  issueId?: string | null;
}

export const reactionMutations: ResolverTable = {
  reactionCreate: (_, { input }: { input: ReactionCreateInput }, context) => {
    const { world, actor } = context;
    requireScope(actor, "write");
    const reaction = addReaction(world, findTarget(input, context), {
      id: readOwnId(world, "reactions", input.id),
      emoji: input.emoji,
      by: actor.user,
    });
    return succeed(world, { reaction });
  },

  reactionDelete: (_, { id }: { id: string }, { world, actor }) => {
    requireScope(actor, "write");
    const reaction = findRow(world.state, "reactions", id, actor.user.organizationId);
    if (reaction.userId !== actor.user.id) throw forbidden("Only one's own reactions can be deleted");
    removeReaction(world, reaction);
    return succeed(world, { entityId: id });
  },
};

function findTarget(input: ReactionCreateInput, { world, actor }: RequestContext): ReactionTarget {
  const { organizationId } = actor.user;
  if (input.commentId != null && input.issueId == null) {
    return { kind: "comment", comment: findRow(world.state, "comments", input.commentId, organizationId) };
  }
  if (input.issueId != null && input.commentId == null) {
    return { kind: "issue", issue: findIssue(world.state, input.issueId, organizationId) };
  }
  throw invalidInput("Argument Validation Error - Exactly one of commentId, issueId must be defined.");
}
