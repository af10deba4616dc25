import type { FetchOptions, FetchResult, Message } from "chat";
import type { LinearApi } from "../api/operation.js";
import { listSessionMessages, listSessionMessagesVariables } from "../api/operations/agent-sessions.js";
import { type CommentSelection, listComments, listCommentsVariables } from "../api/operations/comments.js";
import { MAX_PAGE_SIZE, type Page, type PageArguments } from "../api/page.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { LinearRawMessage } from "./raw-message.js";
import { activityNodeToRaw, commentNodeToRaw, sessionNodeToRaw } from "./to-raw-message.js";

const DEFAULT_PAGE_SIZE = 50;

export interface HistoryParts {
  api: LinearApi;
  /** Makes a message of what was read. `isMe` is Linear's answer to whether the request's own user wrote it. */
  toMessage(raw: LinearRawMessage, isMe: boolean): Promise<Message<LinearRawMessage>>;
}

/**
 * One page of a thread in one request: chronological, `backward` from the newest (the default) or `forward` from the
 * oldest message, with a cursor as long as there is more.
 */
export async function fetchHistory(
  thread: LinearThread,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  switch (thread.kind) {
    case "issue":
      return await fetchComments({ kind: "roots", issueId: thread.issueId }, options, parts);
    case "comment":
      return await fetchComments({ kind: "thread", rootId: thread.commentId }, options, parts);
    case "session":
      return await fetchSession(thread.sessionId, options, parts);
  }
}

async function fetchComments(
  selection: CommentSelection,
  options: FetchOptions,
  { api, toMessage }: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const { organizationId, page } = await api.execute(
    listComments,
    listCommentsVariables(selection, pageArguments(options)),
  );
  const comments = chronological(page.nodes);
  const messages = comments.map((comment) =>
    toMessage(commentNodeToRaw(comment, organizationId), comment.user?.isMe ?? false),
  );
  return toResult(await Promise.all(messages), page, options);
}

/**
 * What was said in a session, after the request that opened it. Linear has no activity for that request, so it comes
 * from the session itself, on the page that reaches back to the beginning (or on one of its own, when that is full).
 */
async function fetchSession(
  sessionId: string,
  options: FetchOptions,
  { api, toMessage }: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const size = pageSize(options);
  const isFirstPage = options.direction === "forward" && options.cursor === undefined;
  // The opening request is one of the messages asked for.
  const limit = isFirstPage ? Math.max(size - 1, 1) : size;
  const { organizationId, session, page } = await api.execute(
    listSessionMessages,
    listSessionMessagesVariables(sessionId, pageArguments({ ...options, limit })),
  );

  const owner = { id: session.id, issueId: session.issue?.id, commentId: session.comment?.id };
  const activities = chronological(page.nodes);
  const opening = sessionNodeToRaw(session, organizationId);
  // Should Linear one day list the request as well, it names the same comment.
  const isListed = activities.some((activity) => activity.sourceComment?.id === opening.comment.id);
  const reachesBack = options.direction === "forward" ? isFirstPage : !page.hasNextPage;
  const hasRoom = options.direction === "forward" || activities.length < size;

  const opens = reachesBack && hasRoom && !isListed ? [toMessage(opening, false)] : [];
  const said = activities
    // Stop carries no words.
    .filter((activity) => activity.signal !== "stop")
    .map((activity) => toMessage(activityNodeToRaw(activity, owner, organizationId), activity.user.isMe));
  const messages = await Promise.all([...opens, ...said]);
  const isOpeningDue = reachesBack && !hasRoom && !isListed;
  return toResult(messages, isOpeningDue ? { ...page, hasNextPage: true } : page, options);
}

/** Linear lists newest first, so backward is `first`/`after` and forward `last`/`before`. */
function pageArguments(options: FetchOptions): PageArguments {
  const { cursor, direction } = options;
  const size = pageSize(options);
  return direction === "forward"
    ? { last: size, ...(cursor === undefined ? {} : { before: cursor }) }
    : { first: size, ...(cursor === undefined ? {} : { after: cursor }) };
}

/** Sorted here, since Linear's order is documented nowhere. ISO dates sort as text; ties keep Linear's order, reversed. */
function chronological<Node extends { createdAt: string }>(nodes: readonly Node[]): Node[] {
  return [...nodes].reverse().sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
}

function pageSize({ limit }: FetchOptions): number {
  return Math.min(Math.max(Math.trunc(limit ?? DEFAULT_PAGE_SIZE), 1), MAX_PAGE_SIZE);
}

function toResult(
  messages: Message<LinearRawMessage>[],
  page: Page<unknown>,
  { direction }: FetchOptions,
): FetchResult<LinearRawMessage> {
  const next = direction === "forward" ? page.hasPreviousPage && page.startCursor : page.hasNextPage && page.endCursor;
  return next ? { messages, nextCursor: next } : { messages };
}
