import type { EventOf } from "../webhook/events.js";
import type { InboundParts } from "./inbound-parts.js";
import type { IssueSession } from "./issue-sessions.js";

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
  if (issueId !== undefined && !(await keepSession(issueId, { sessionId, at }, parts))) return false;
  return await parts.screen.accept({ session, organizationId, at });
}

/** Resolves to whether the issue is still the bot's, as far as that is known. */
async function keepSession(
  issueId: string,
  session: IssueSession,
  { issueSessions, logger }: InboundParts,
): Promise<boolean> {
  try {
    await issueSessions.remember(issueId, session);
    return !(await issueSessions.isTakenSince(issueId, session));
  } catch (error) {
    logger.warn("The session of an issue could not be kept; taking the issue from the bot will not stop it", { error });
    return true;
  }
}
