import { getComment, type OrganizationComment } from "../../api/operations/comments.js";
import type { Identity } from "../../credentials/auth.js";
import { startDelegatedIssue } from "../../issues/workflow.js";
import { findOpeningRequest, type OpeningRequest, requestIn } from "../../messages/opening-request.js";
import type { LinearRawMessage } from "../../messages/raw-message.js";
import type { OwnUser } from "../../messages/remembered/own-users.js";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { sessionEventToRaw } from "../../messages/to-raw-message.js";
import { isOpenedByBot } from "../../sessions/intake/own-sessions.js";
import { formatThread } from "../../threads/thread-id.js";
import { mayBeAppUser } from "../../webhook/event-user.js";
import type { EventOf } from "../../webhook/events.js";
import { dispatchMessage } from "../dispatch.js";
import type { InboundParts } from "../inbound-parts.js";
import type { EventHandler, HandOver } from "../preparation.js";
import {
  keepComment,
  type SessionWork,
  type TakeSessionEvent,
  takeOn,
  takeTurn,
  tellAnsweredInComments,
  tellBotsGoOn,
} from "../session-event.js";

type SessionCreated = EventOf<"session.created">;

/** A mention or a delegation opens a session: its request is the first message. */
export function createSessionCreatedHandler(
  parts: InboundParts,
  takeSessionEvent: TakeSessionEvent,
): EventHandler<"session.created"> {
  return (event) => takeSessionEvent(event, (work) => prepareOpening(work, parts));
}

async function prepareOpening(
  { event, identity, isAnswered }: SessionWork<SessionCreated>,
  parts: InboundParts,
): Promise<HandOver | undefined> {
  const { session, organizationId } = event;
  const isOwn = (await findOpener(event, parts))?.actor === "app";
  // People open most sessions: for theirs nothing is looked up.
  const mayBeOpened = isOwn || session.creator === undefined;
  if (mayBeOpened && (await isOpenedByBot(session, organizationId, parts.sessions.ownSessions))) return undefined;
  if (isOwn) return () => leaveOwnRequest(session.id, parts);
  parts.profileUrls.rememberUser(session.creator);
  if (isAnswered) return () => tellAnsweredInComments(session.id, parts);
  if (!(await takeOn(event, event.createdAt, parts))) return undefined;
  const request = await resolveRequest(event, parts);
  await keepComment(session.id, request.commentId ?? session.commentId, event, parts);
  const text = await parts.texts.read(request.text);
  const message = toChatMessage(sessionEventToRaw(event, request), { isMe: false, isMention: true }, text, parts.files);
  const handOver: HandOver = async (options) => {
    const starting = startDelegated(message.raw, session.issue?.description, identity, parts);
    try {
      await dispatchMessage(message, identity, parts, options);
    } finally {
      await starting;
    }
  };
  return async (options) => {
    const outcome = await takeTurn(message.raw, parts, () => handOver(options));
    if (outcome !== "taken") await tellBotsGoOn(session.id, parts);
  };
}

/** Finds the user of ours who opened the session: by a mention of ourselves, or by delegating an issue to us. */
async function findOpener(
  { session, previousComments, organizationId }: SessionCreated,
  { ownUsers }: InboundParts,
): Promise<OwnUser | undefined> {
  const { creator, sourceCommentId, commentId, comment } = session;
  if (creator !== undefined) {
    return await ownUsers.find({ ids: [creator.id], mayBeApp: mayBeAppUser(creator) }, organizationId);
  }
  // Linear names no creator for agents: the comment that mentions us tells.
  const requestId = sourceCommentId ?? commentId;
  const request = [comment, ...previousComments].find((one) => one !== undefined && one.id === requestId);
  if (request?.userId === undefined) return undefined;
  return await ownUsers.find({ ids: [request.userId], mayBeApp: true }, organizationId);
}

/** Ends a session that the bot's own words have opened: nobody else would, and Linear shows one that waits as broken. */
async function leaveOwnRequest(sessionId: string, { logger, sessions }: InboundParts): Promise<void> {
  logger.warn("The bot has mentioned itself or delegated an issue to itself, and does not answer itself", {
    sessionId,
  });
  await sessions.voice.say(sessionId, { kind: "response", body: "I wrote this myself, so I leave it at that." });
}

/** The request's text; Linear leaves it out of the event when the mention was a reply that is not in the context. */
async function resolveRequest(event: SessionCreated, parts: InboundParts): Promise<OpeningRequest> {
  const place = findOpeningRequest(event);
  if (place.kind === "known") return place.request;
  const { commentId } = place;
  try {
    const { comment } = await readVisibly(event, commentId, parts);
    return requestIn(event, comment);
  } catch (error) {
    parts.logger.warn("The comment that opened an agent session could not be read; its prompt context is used", {
      sessionId: event.session.id,
      commentId,
      error,
    });
    return { text: event.promptContext ?? "", trigger: "mention", commentId, quotedText: undefined };
  }
}

/** Reads a comment within a turn, so that the session does not look dead meanwhile. */
function readVisibly(
  { session, createdAt }: SessionCreated,
  commentId: string,
  { api, sessions }: InboundParts,
): Promise<OrganizationComment> {
  const { id: sessionId, issueId } = session;
  const threadId = formatThread({ kind: "session", issueId, sessionId });
  return sessions.turns.run({ sessionId, threadId, at: createdAt }, () => api.execute(getComment, { id: commentId }), {
    mayBeSilent: true,
    isFailure: () => false,
  });
}

/**
 * Starts the issue that a person has delegated, where the bot wants that. It runs beside the handler and never rejects:
 * failing to change the issue's state is no reason to lose a message.
 */
async function startDelegated(
  raw: LinearRawMessage,
  description: string | undefined,
  bot: Identity,
  { api, config, identity, logger, texts }: InboundParts,
): Promise<void> {
  const { issueId } = raw.comment;
  if (!config.startDelegatedIssues || issueId === undefined || !isDelegatedByPerson(raw)) return;
  try {
    const mayBeMention = await identity.isMentioned(await texts.read(description ?? ""), bot);
    await startDelegatedIssue(api, issueId, mayBeMention ? "unsure" : "sure");
  } catch (error) {
    logger.warn("A delegated issue could not be started; the bot's handler goes on", { issueId, error });
  }
}

// An automation leaves triage to people. https://linear.app/developers/agent-best-practices
const isDelegatedByPerson = (raw: LinearRawMessage): boolean =>
  raw.kind === "agent_session_comment" && raw.trigger === "delegation" && raw.comment.user.type === "user";
