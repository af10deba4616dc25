import type { WebhookOptions } from "chat";
import type { Identity } from "../../credentials/auth.js";
import { promptEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler, HandOver } from "../event-handler.js";
import type { IgnoreSession } from "../ignored-sessions.js";
import { asMessageOrAnswer, type InboundParts, keepComment, withIdentity } from "../inbound-parts.js";
import { prepareOrFail } from "../prepare-or-fail.js";
import { ANSWERED_IN_COMMENTS, isAnsweredInComments, takeOn } from "../take-on.js";

type Prompt = EventOf<"session.prompted">;

/** What a person writes in a session is a message; Stop is no message. */
export function createSessionPromptedHandler(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
): EventHandler<"session.prompted"> {
  return async (event) => {
    const { session, organizationId } = event;
    if (parts.mode === "comments") return ignoreSession();

    return await withIdentity(organizationId, parts, async (identity) => {
      if (session.appUserId !== identity.userId) return { kind: "ignored", reason: "it is another app's session" };
      const isAnswered = await isAnsweredInComments(event, parts);
      return {
        kind: "accepted",
        run: async (options) =>
          await parts.inOrganization(identity, async () => {
            const handOver = await prepareOrFail(session.id, parts, () =>
              preparePrompt(event, isAnswered, parts, identity),
            );
            await handOver?.(options);
          }),
      };
    });
  };
}

async function preparePrompt(
  event: Prompt,
  isAnswered: boolean,
  parts: InboundParts,
  identity: Identity,
): Promise<HandOver | undefined> {
  const { session, activity } = event;
  // Stop comes with an empty body: the signal decides, not the text.
  const isStop = activity.signal === "stop" && !(await parts.screen.isDeclined(session.id));
  if (isStop) return (options) => onStop(event, parts, options);
  parts.rememberProfile(activity.user);
  if (isAnswered) return () => parts.respond(session.id, ANSWERED_IN_COMMENTS);
  if (!(await takeOn(event, activity.createdAt, parts))) return undefined;
  await keepComment(activity.id, activity.sourceCommentId, parts);
  const message = parts.toMessage(promptEventToRaw(event), { isMe: false, isMention: true });
  return await asMessageOrAnswer(message, parts, identity);
}

async function onStop(
  { session, activity }: Prompt,
  { stopTurn }: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const thread = { kind: "session" as const, issueId: session.issueId, sessionId: session.id };
  await stopTurn({ cause: "stop", thread, userId: activity.user?.id ?? "", at: activity.createdAt }, options);
}
