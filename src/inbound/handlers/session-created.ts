import { getComment } from "../../api/operations/comments.js";
import { findOpeningRequest, type OpeningRequest } from "../../messages/opening-request.js";
import { sessionEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler } from "../event-handler.js";
import { type InboundParts, withIdentity } from "../inbound-parts.js";

/** A mention or a delegation opens a session: its request is the first message. */
export function createSessionCreatedHandler(parts: InboundParts): EventHandler<"session.created"> {
  return async (event) => {
    const { session, organizationId } = event;
    if (parts.mode !== "agent-sessions") return ignoreSession(parts);

    return await withIdentity(organizationId, parts, (identity) => {
      if (session.appUserId !== identity.userId) return { kind: "ignored", reason: "it is another app's session" };
      return {
        kind: "accepted",
        run: async (options) => {
          if (!(await parts.admitMessage(session.id, event.createdAt))) return;
          await parts.inOrganization(identity, async () => {
            const request = await resolveRequest(event, parts);
            const commentId = request.commentId ?? session.commentId;
            if (commentId !== undefined) await parts.rememberComment(session.id, commentId);
            const message = parts.toMessage(sessionEventToRaw(event, request), { isMe: false, isMention: true });
            await parts.dispatch(message, identity, options);
          });
        },
      };
    });
  };
}

/** The request's text; Linear leaves it out of the event when the mention was a reply that is not in the context. */
async function resolveRequest(
  event: EventOf<"session.created">,
  { api, logger }: InboundParts,
): Promise<OpeningRequest> {
  const place = findOpeningRequest(event);
  if (place.kind === "known") return place.request;
  const { commentId } = place;
  try {
    const { comment } = await api.execute(getComment, { id: commentId });
    return { text: comment.body, trigger: "mention", commentId };
  } catch (error) {
    logger.warn("The comment that opened an agent session could not be read; its prompt context is used", { error });
    return { text: event.promptContext ?? "", trigger: "mention", commentId };
  }
}

/** Linear shows an agent that does not answer its sessions as broken, so this is worth more than a debug line. */
export function ignoreSession({ logger }: InboundParts): { kind: "ignored"; reason: string } {
  logger.warn(
    'Linear opened an agent session, but the mode is "comments": set mode to "agent-sessions", or turn the app\'s agent session events off',
  );
  return { kind: "ignored", reason: "the mode is comments" };
}
