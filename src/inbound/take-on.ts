import type { EventOf } from "../webhook/events.js";
import type { InboundParts } from "./inbound-parts.js";

type SessionEvent = EventOf<"session.created" | "session.prompted">;

/** What a session is told whose mention was answered as a comment, because the session's event came much later. */
export const ANSWERED_IN_COMMENTS = "I have answered this in the comments.";

export async function isAnsweredInComments(event: SessionEvent, { mode, mentions }: InboundParts): Promise<boolean> {
  return mode === "all" && !(await mentions.claimForSession(event));
}

/** Whether the bot's handlers are to hear of a session's message that was written `at` (ISO 8601). */
export async function takeOn(
  { session, organizationId }: SessionEvent,
  at: string,
  parts: InboundParts,
): Promise<boolean> {
  const { issueId, id: sessionId } = session;
  if (!(await parts.admitMessage(sessionId, at))) return false;
  if (issueId !== undefined) await rememberSession(issueId, { sessionId, at }, parts);
  return await parts.screen.accept({ session, organizationId, at });
}

async function rememberSession(
  issueId: string,
  session: { sessionId: string; at: string },
  { issueSessions, logger }: InboundParts,
): Promise<void> {
  try {
    await issueSessions.remember(issueId, session);
  } catch (error) {
    logger.warn("The session of an issue could not be kept; taking the issue from the bot will not stop it", { error });
  }
}
