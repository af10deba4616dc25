import type { WebhookOptions } from "chat";
import { promptEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler } from "../event-handler.js";
import type { IgnoreSession } from "../ignored-sessions.js";
import { type InboundParts, keepComment, withIdentity } from "../inbound-parts.js";

/** What a person writes in a session is a message; Stop is no message. */
export function createSessionPromptedHandler(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
): EventHandler<"session.prompted"> {
  return async (event) => {
    const { session, activity, organizationId } = event;
    if (parts.mode !== "agent-sessions") return ignoreSession();

    return await withIdentity(organizationId, parts, (identity) => {
      if (session.appUserId !== identity.userId) return { kind: "ignored", reason: "it is another app's session" };
      return {
        kind: "accepted",
        run: async (options) =>
          await parts.inOrganization(identity, async () => {
            // Stop comes with an empty body: the signal decides, not the text.
            if (activity.signal === "stop") return await onStop(event, parts, options);
            parts.rememberProfile(activity.user);
            await keepComment(activity.id, activity.sourceCommentId, parts);
            const message = parts.toMessage(promptEventToRaw(event), { isMe: false, isMention: true });
            if (await parts.admitMessage(session.id, activity.createdAt)) {
              await parts.dispatch(message, identity, options);
            }
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
  await stopTurn({ thread, userId: activity.user?.id ?? "", at: activity.createdAt }, options);
}
