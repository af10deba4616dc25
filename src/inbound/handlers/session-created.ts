import { getComment } from "../../api/operations/comments.js";
import { findOpeningRequest, type OpeningRequest } from "../../messages/opening-request.js";
import { sessionEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler, HandOver } from "../event-handler.js";
import type { IgnoreSession } from "../ignored-sessions.js";
import { type InboundParts, keepComment } from "../inbound-parts.js";
import { createSessionEventHandler, type SessionWork } from "../session-event.js";
import { startDelegated } from "../start-delegated.js";
import { ANSWERED_IN_COMMENTS, takeOn } from "../take-on.js";

/** A mention or a delegation opens a session: its request is the first message. */
export function createSessionCreatedHandler(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
): EventHandler<"session.created"> {
  return createSessionEventHandler(parts, ignoreSession, (work) => prepareOpening(work, parts));
}

async function prepareOpening(
  { event, identity, isAnswered }: SessionWork<EventOf<"session.created">>,
  parts: InboundParts,
): Promise<HandOver | undefined> {
  const { session, organizationId } = event;
  if (await parts.isOpenedByBot(session, organizationId)) return undefined;
  parts.rememberProfile(session.creator);
  if (isAnswered) return () => parts.respond(session.id, ANSWERED_IN_COMMENTS);
  if (!(await takeOn(event, event.createdAt, parts))) return undefined;
  const request = await resolveRequest(event, parts);
  await keepComment(session.id, request.commentId ?? session.commentId, parts);
  const message = parts.toMessage(sessionEventToRaw(event, request), { isMe: false, isMention: true });
  return async (options) => {
    const starting = startDelegated(message.raw, session.issue?.description, identity, parts);
    try {
      await parts.dispatch(message, identity, options);
    } finally {
      await starting;
    }
  };
}

/** The request's text; Linear leaves it out of the event when the mention was a reply that is not in the context. */
async function resolveRequest(
  event: EventOf<"session.created">,
  { api, prepareVisibly, logger }: InboundParts,
): Promise<OpeningRequest> {
  const place = findOpeningRequest(event);
  if (place.kind === "known") return place.request;
  const { commentId } = place;
  const { id: sessionId, issueId } = event.session;
  try {
    const { comment } = await prepareVisibly({ kind: "session", issueId, sessionId }, event.createdAt, () =>
      api.execute(getComment, { id: commentId }),
    );
    return { text: comment.body, trigger: "mention", commentId };
  } catch (error) {
    logger.warn("The comment that opened an agent session could not be read; its prompt context is used", { error });
    return { text: event.promptContext ?? "", trigger: "mention", commentId };
  }
}
