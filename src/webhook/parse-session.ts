import { UnexpectedValueError } from "../util/json.js";
import type { EventAgentActivity, EventAgentSession } from "./events.js";
import { shownComment, shownIssue, shownUser } from "./parse-context.js";
import {
  idOfEither,
  isAbsent,
  neededEntityId,
  neededText,
  type PayloadPart,
  pathOf,
  shownDate,
  shownEntityId,
  shownName,
  shownPart,
  shownText,
} from "./payload-readers.js";

/** The session of an event. What it was opened with is only shown here: later prompts do without. */
export function readAgentSession(session: PayloadPart, appUserId: string): EventAgentSession {
  const issueId = readIssueId(session);
  const comment = shownComment(session, "comment");
  return {
    id: neededEntityId(session, "id"),
    appUserId: shownEntityId(session, "appUserId") ?? appUserId,
    status: shownName(session, "status"),
    url: shownName(session, "url"),
    issueId,
    issue: shownIssue(session, "issue", issueId),
    commentId: shownEntityId(session, "commentId") ?? comment?.id,
    comment,
    sourceCommentId: shownEntityId(session, "sourceCommentId"),
    creator: shownUser(session, "creator", shownEntityId(session, "creatorId")),
  };
}

/** Reads which issue the session is on. One that names none has none, whatever an odd `issue` may be. */
function readIssueId(session: PayloadPart): string | undefined {
  if (!isAbsent(session, "issueId")) return idOfEither(session, "issueId", "issue");
  const issue = shownPart(session, "issue");
  return issue && shownEntityId(issue, "id");
}

/**
 * Reads a session that has just been opened. The comment that opened it is what was asked: where one is named and its
 * id cannot be read, nobody knows what to answer, and Linear cannot be asked.
 * @throws {UnexpectedValueError}
 */
export function readOpenedSession(session: PayloadPart, appUserId: string): EventAgentSession {
  const opened = readAgentSession(session, appUserId);
  for (const key of ["sourceCommentId", "commentId"] as const) {
    if (opened[key] === undefined && !isAbsent(session, key))
      throw new UnexpectedValueError(pathOf(session, key), "an id");
  }
  return opened;
}

/** What a person sent to a session. `eventCreatedAt` dates an activity whose own date cannot be read. */
export function readAgentActivity(activity: PayloadPart, eventCreatedAt: string): EventAgentActivity {
  const userId = idOfEither(activity, "userId", "user");
  return {
    id: neededEntityId(activity, "id"),
    body: readPrompt(activity),
    createdAt: shownDate(activity, "createdAt") ?? eventCreatedAt,
    signal: shownName(activity, "signal"),
    sourceCommentId: shownEntityId(activity, "sourceCommentId"),
    user: shownUser(activity, "user", userId),
    userId,
  };
}

/**
 * Reads what was written: https://linear.app/developers/agent-interaction has it at `agentActivity.body`, deliveries
 * have it in `content`. Stop has none.
 */
function readPrompt(activity: PayloadPart): string {
  const content = shownPart(activity, "content");
  const body = content && shownText(content, "body");
  if (body !== undefined) return body;
  if (!isAbsent(activity, "body")) return neededText(activity, "body");
  if (content === undefined && isAbsent(activity, "content")) return "";
  return content === undefined ? failWithout(pathOf(activity, "content"), "an object") : neededText(content, "body");
}

function failWithout(path: string, expected: string): never {
  throw new UnexpectedValueError(path, expected);
}
