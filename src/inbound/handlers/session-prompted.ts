import type { WebhookOptions } from "chat";
import { promptEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler } from "../event-handler.js";
import type { IgnoreSession } from "../ignored-sessions.js";
import { dispatchMessageOrAnswer, type InboundParts, keepComment, withIdentity } from "../inbound-parts.js";
import { ANSWERED_IN_COMMENTS, isAnsweredInComments, takeOn } from "../take-on.js";

/** What a person writes in a session is a message; Stop is no message. */
export function createSessionPromptedHandler(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
): EventHandler<"session.prompted"> {
  return async (event) => {
    const { session, activity, organizationId } = event;
    if (parts.mode === "comments") return ignoreSession();

    return await withIdentity(organizationId, parts, async (identity) => {
      if (session.appUserId !== identity.userId) return { kind: "ignored", reason: "it is another app's session" };
      const isAnswered = await isAnsweredInComments(event, parts);
      return {
        kind: "accepted",
        run: async (options) =>
          await parts.inOrganization(identity, async () => {
            // Stop comes with an empty body: the signal decides, not the text.
            const isStop = activity.signal === "stop" && !(await parts.screen.isDeclined(session.id));
            if (isStop) return await onStop(event, parts, options);
            parts.rememberProfile(activity.user);
            if (isAnswered) return await parts.respond(session.id, ANSWERED_IN_COMMENTS);
            if (!(await takeOn(event, activity.createdAt, parts))) return;
            await keepComment(activity.id, activity.sourceCommentId, parts);
            const message = parts.toMessage(promptEventToRaw(event), { isMe: false, isMention: true });
            await dispatchMessageOrAnswer(message, parts, identity, options);
          }),
      };
    });
  };
}

async function onStop(
  { session, activity }: EventOf<"session.prompted">,
  { stopTurn }: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const thread = { kind: "session" as const, issueId: session.issueId, sessionId: session.id };
  await stopTurn({ cause: "stop", thread, userId: activity.user?.id ?? "", at: activity.createdAt }, options);
}
