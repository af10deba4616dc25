import type { WebhookOptions } from "chat";
import type { IssueSession } from "../sessions/intake/issue-sessions.js";
import { type LinearStopCause, stopTurn } from "../sessions/turns/stop-turn.js";
import { STOPPED_TEXT } from "../streams/stream-texts.js";
import type { InboundParts } from "./inbound-parts.js";

/** Why the work on an issue ends. */
export interface IssueEnd {
  cause: Exclude<LinearStopCause, "stop">;
  issueId: string;
  /** When it happened, ISO 8601. */
  at: string;
  /** Who did it; "" when Linear does not say. */
  userId: string;
}

/** Ends what is under way on an issue. The bot hears of the latest session in any case: its work may be elsewhere. */
export async function endSessions(end: IssueEnd, parts: InboundParts, options: WebhookOptions): Promise<void> {
  // The end is kept first: a session that comes meanwhile either is found or finds it.
  const { issueSessions } = parts.sessions;
  await issueSessions.noteTaken(end.issueId, end.at);
  const known = await issueSessions.find(end.issueId);
  // A session that was written in later holds a new request, and Linear may have opened it since.
  const earlier = known.filter(({ at }) => Date.parse(at) <= Date.parse(end.at));
  await Promise.all(earlier.map((session, index) => endSession(end, session, index === 0, parts, options)));
}

async function endSession(
  { issueId, ...end }: IssueEnd,
  session: IssueSession,
  isLatest: boolean,
  parts: InboundParts,
  options: WebhookOptions,
): Promise<void> {
  const { intake, isBusy, issueSessions } = parts.sessions;
  if (await intake.isDeclined(session.sessionId)) return;
  const thread = { kind: "session", issueId, sessionId: session.sessionId } as const;
  const isAtWork = await isBusy(thread);
  if (!isAtWork && !isLatest) return;
  if (!(await issueSessions.end(session))) return;
  // Linear archives a session that waits when the issue is taken from it: only one at work has to be closed.
  const closingWord = isAtWork ? STOPPED_TEXT : undefined;
  await stopTurn({ ...end, thread, closingWord }, { ...parts, ...parts.sessions }, options);
}
