import type { FetchOptions, FetchResult, Message } from "chat";
import type { ActivityNode } from "../../api/operations/agent-activities.js";
import { listSessionMessages, listSessionMessagesVariables } from "../../api/operations/agent-sessions.js";
import type { Page } from "../../api/page.js";
import type { LinearRawMessage } from "../raw-message.js";
import { activityNodeToRaw, sessionNodeToRaw } from "../to-raw-message.js";
import { chronological, type HistoryParts, pageArguments, pageSize, toResult } from "./history-page.js";

/**
 * Fetches what was said in a session, the request that opened it first. Linear has no activity for that request: it
 * comes from the session itself, on the page that holds the beginning.
 */
export async function fetchSessionHistory(
  sessionId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  return options.direction === "forward"
    ? await fetchForward(sessionId, options, parts)
    : await fetchBackward(sessionId, options, parts);
}

// The cursor behind a first page that had room for the opening request only.
const AFTER_OPENING = "opening";

/** The opening request is one of the messages asked for. */
async function fetchForward(
  sessionId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const { cursor, ...uncursored } = options;
  const size = pageSize(options);
  if (cursor !== undefined) {
    const { said, page } = await readSession(sessionId, cursor === AFTER_OPENING ? uncursored : options, parts);
    return toResult(said, page, options);
  }
  const { opening, said, page } = await readSession(sessionId, { ...options, limit: Math.max(size - 1, 1) }, parts);
  if (opening.length + said.length <= size) return toResult([...opening, ...said], page, options);
  return { messages: opening, nextCursor: AFTER_OPENING };
}

/** The opening request ends the last page, or follows on one of its own when that is full. */
async function fetchBackward(
  sessionId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const { opening, said, page } = await readSession(sessionId, options, parts);
  if (page.hasNextPage || opening.length === 0) return toResult(said, page, options);
  return page.nodes.length < pageSize(options)
    ? toResult([...opening, ...said], page, options)
    : toResult(said, { ...page, hasNextPage: true }, options);
}

interface SessionHistoryPage {
  /** The message that opened the session. */
  opening: Message<LinearRawMessage>[];
  said: Message<LinearRawMessage>[];
  page: Page<ActivityNode>;
}

async function readSession(
  sessionId: string,
  options: FetchOptions,
  { api, toMessage }: HistoryParts,
): Promise<SessionHistoryPage> {
  const variables = listSessionMessagesVariables(sessionId, pageArguments(options));
  const { organizationId, session, page } = await api.execute(listSessionMessages, variables);
  const owner = { id: session.id, issueId: session.issue?.id, commentId: session.comment?.id };
  const opening = sessionNodeToRaw(session, organizationId);
  // An activity with the same comment is the request itself, should Linear one day list it as well.
  const isListed = page.nodes.some((activity) => activity.sourceComment?.id === opening.comment.id);
  const said = chronological(page.nodes)
    // A Stop is no message: it carries no words.
    .filter((activity) => activity.signal !== "stop")
    .map((activity) => toMessage(activityNodeToRaw(activity, owner, organizationId), activity.user.isMe));
  return {
    opening: isListed ? [] : [await toMessage(opening, false)],
    said: await Promise.all(said),
    page,
  };
}
