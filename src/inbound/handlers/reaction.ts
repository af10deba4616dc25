import { getComment } from "../../api/operations/comments.js";
import type { Identity } from "../../credentials/auth.js";
import { isLinearAdapterError } from "../../errors.js";
import { actorToAuthor, eventUserToActor, LINEAR, unnamedActor } from "../../messages/author.js";
import type { LinearActorData } from "../../messages/raw-message.js";
import type { Doer } from "../../messages/remembered/own-users.js";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { commentNodeToRaw } from "../../messages/to-raw-message.js";
import { fromLinearEmoji } from "../../render/emoji.js";
import { formatThread, parseThread } from "../../threads/thread-id.js";
import { mayBeAppUser } from "../../webhook/event-user.js";
import type { EventOf, EventReaction } from "../../webhook/events.js";
import { createBotTurns, placeOf } from "../bot-turns.js";
import { dispatchAction } from "../dispatch.js";
import { dispatchReaction } from "../dispatch-changes.js";
import type { InboundParts } from "../inbound-parts.js";
import { findOwnUser } from "../own-doings.js";
import type { HandOverOptions, Preparation } from "../preparation.js";
import { withIdentity } from "../with-identity.js";

type ReactionEvent = EventOf<"reaction.created" | "reaction.removed">;

/** A reaction to a comment on an issue, given or taken back, and the answer that it may be. */
export function createReactionHandler(parts: InboundParts): (event: ReactionEvent) => Promise<Preparation> {
  return async (event) => {
    const { reaction, organizationId } = event;
    const { commentId, comment } = reaction;
    if (parts.config.mode === "agent-sessions") return { kind: "ignored", reason: "the mode is agent-sessions" };
    if (commentId === undefined) return { kind: "ignored", reason: "the reaction is not to a comment" };
    if (comment !== undefined && comment.issueId === undefined) {
      return { kind: "ignored", reason: "the comment is not on an issue" };
    }

    return await withIdentity(organizationId, parts, async (identity) => {
      const own = await findOwnUser(doerOf(reaction), identity, parts);
      if (own !== undefined && (await parts.ownComments.isOwn(reaction.id, true, own))) {
        return { kind: "ignored", reason: "the bot reacted itself" };
      }
      return {
        kind: "accepted",
        run: (options) =>
          parts.organizations.runAs(identity, () => onReaction(event, commentId, parts, identity, options)),
      };
    });
  };
}

async function onReaction(
  event: ReactionEvent,
  commentId: string,
  parts: InboundParts,
  identity: Identity,
  options: HandOverOptions,
): Promise<void> {
  const { emoji, id, user } = event.reaction;
  parts.profileUrls.rememberUser(user);
  const message = await readMessage(commentId, parts, identity);
  if (message === undefined) return;
  const threadId = await findThread(message, parts);
  const actor = actorOf(event.reaction);
  const author = actorToAuthor(actor, false);
  const added = event.kind === "reaction.created";
  const isAnswer = added && actor.type === "user";
  const action = isAnswer
    ? await parts.questions.answers.takeReaction({ id, emoji, commentId, userId: actor.id }, threadId)
    : undefined;
  const reaction = {
    emoji: fromLinearEmoji(emoji),
    rawEmoji: emoji,
    added,
    user: author,
    // The message of a session is its activity, which nothing here names.
    ...(threadId === message.threadId ? { message } : {}),
    messageId: commentId,
    threadId,
    raw: event,
  };
  await Promise.all([
    action && dispatchAction(action, { author, raw: event, at: event.createdAt }, identity, parts, options),
    unlessBotsGoOn(actor, threadId, parts, () => dispatchReaction(reaction, identity, parts, options)),
  ]);
}

/** Bots can answer each other's reactions as well. What a person reacts with ends no row: they have said nothing. */
async function unlessBotsGoOn(
  speaker: LinearActorData,
  threadId: string,
  parts: InboundParts,
  work: () => Promise<void>,
): Promise<void> {
  if (speaker.type === "user") return await work();
  const place = placeOf(parseThread(threadId));
  await createBotTurns(parts).take({ place, speaker, counts: "answered" }, work);
}

/** Finds the thread of a reaction: what is put on a comment of a session's thread is a reaction in that session. */
async function findThread(
  { raw, threadId }: ReturnType<typeof toChatMessage>,
  { sessions }: InboundParts,
): Promise<string> {
  const sessionId = await sessions.mentions.findSession(raw.comment);
  return sessionId === undefined
    ? threadId
    : formatThread({ kind: "session", issueId: raw.comment.issueId, sessionId });
}

/** Reads the comment, whose thread the event does not tell. A comment that is gone carries no reaction any more. */
async function readMessage(
  commentId: string,
  { api, files, ownComments, ownUsers, texts }: InboundParts,
  identity: Identity,
): Promise<ReturnType<typeof toChatMessage> | undefined> {
  try {
    const { comment, organizationId } = await api.execute(getComment, { id: commentId });
    if (comment.issueId === undefined) return undefined;
    const author: Doer = { ids: [comment.user?.id], mayBeApp: comment.user?.app ?? false };
    const own = await ownUsers.find(author, identity.organizationId);
    const isMe = own !== undefined && (await ownComments.isOwn(commentId, true, own));
    const text = await texts.read(comment.body);
    return toChatMessage(commentNodeToRaw(comment, organizationId), { isMe, isMention: false }, text, files);
  } catch (error) {
    if (isLinearAdapterError(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}

const doerOf = ({ user, userId }: EventReaction): Doer => ({
  ids: [userId, user?.id],
  mayBeApp: userId !== undefined && mayBeAppUser(user),
});

function actorOf({ user, userId, externalUserId }: EventReaction): LinearActorData {
  if (user) return eventUserToActor(user);
  const id = userId ?? externalUserId;
  return id === undefined ? LINEAR : unnamedActor(id);
}
