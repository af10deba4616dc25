import type { WebhookOptions } from "chat";
import { toChatMessage } from "../../messages/to-chat-message.js";
import { promptEventToRaw } from "../../messages/to-raw-message.js";
import { stopTurn } from "../../sessions/turns/stop-turn.js";
import { STOPPED_TEXT } from "../../streams/stream-texts.js";
import { mayBeAppUser } from "../../webhook/event-user.js";
import type { EventOf } from "../../webhook/events.js";
import { asMessageOrAnswer } from "../dispatch.js";
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

type SessionPrompted = EventOf<"session.prompted">;

/** What a person writes in a session is a message; Stop is no message. */
export function createSessionPromptedHandler(
  parts: InboundParts,
  takeSessionEvent: TakeSessionEvent,
): EventHandler<"session.prompted"> {
  return (event) => takeSessionEvent(event, (work) => preparePrompt(work, parts));
}

async function preparePrompt(
  { event, identity, isAnswered }: SessionWork<SessionPrompted>,
  parts: InboundParts,
): Promise<HandOver | undefined> {
  const { session, activity } = event;
  // Stop comes with an empty body: the signal decides, not the text.
  const isStop = activity.signal === "stop" && !(await parts.sessions.intake.isDeclined(session.id));
  if (isStop) return (options) => onStop(event, parts, options);
  if (await isOwnPrompt(event, parts)) return undefined;
  parts.profileUrls.rememberUser(activity.user);
  if (isAnswered) return () => tellAnsweredInComments(session.id, parts);
  if (!(await takeOn(event, activity.createdAt, parts))) return undefined;
  await keepComment(activity.id, activity.sourceCommentId, event, parts);
  const text = await parts.texts.read(activity.body);
  const message = toChatMessage(promptEventToRaw(event), { isMe: false, isMention: true }, text, parts.files);
  const handOver = await asMessageOrAnswer(message, identity, parts);
  return async (options) => {
    const outcome = await takeTurn(message.raw, parts, () => handOver(options));
    if (outcome === "stopped") await tellBotsGoOn(session.id, parts);
  };
}

/** Agents write in sessions by other means too, such as Linear's MCP server: then their words come back as a prompt. */
async function isOwnPrompt({ activity, organizationId }: SessionPrompted, parts: InboundParts): Promise<boolean> {
  const { id, sourceCommentId, user, userId } = activity;
  const writer = { ids: [userId], mayBeApp: userId !== undefined && mayBeAppUser(user) };
  const own = await parts.ownUsers.find(writer, organizationId);
  return own !== undefined && (await parts.ownComments.isOwn(sourceCommentId ?? id, true, own));
}

async function onStop(
  { session, activity }: SessionPrompted,
  parts: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const thread = { kind: "session" as const, issueId: session.issueId, sessionId: session.id };
  const stop = { cause: "stop" as const, thread, userId: activity.user?.id ?? "", at: activity.createdAt };
  await stopTurn({ ...stop, closingWord: STOPPED_TEXT }, { ...parts, ...parts.sessions }, options);
}
