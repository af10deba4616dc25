import type { WebhookOptions } from "chat";
import { promptEventToRaw } from "../../messages/to-raw-message.js";
import type { EventOf } from "../../webhook/events.js";
import type { EventHandler, HandOver } from "../event-handler.js";
import type { IgnoreSession } from "../ignored-sessions.js";
import { asMessageOrAnswer, type InboundParts, keepComment } from "../inbound-parts.js";
import { createSessionEventHandler, type SessionWork } from "../session-event.js";
import { ANSWERED_IN_COMMENTS, takeOn } from "../take-on.js";

/** What a person writes in a session is a message; Stop is no message. */
export function createSessionPromptedHandler(
  parts: InboundParts,
  ignoreSession: IgnoreSession,
): EventHandler<"session.prompted"> {
  return createSessionEventHandler(parts, ignoreSession, (work) => preparePrompt(work, parts));
}

async function preparePrompt(
  { event, identity, isAnswered }: SessionWork<EventOf<"session.prompted">>,
  parts: InboundParts,
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
  { session, activity }: EventOf<"session.prompted">,
  { stopTurn }: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const thread = { kind: "session" as const, issueId: session.issueId, sessionId: session.id };
  await stopTurn({ cause: "stop", thread, userId: activity.user?.id ?? "", at: activity.createdAt }, options);
}
