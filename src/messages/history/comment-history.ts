import type { FetchOptions, FetchResult } from "chat";
import {
  type CommentPage,
  type CommentSelection,
  listComments,
  listCommentsVariables,
} from "../../api/operations/comments.js";
import type { LinearRawMessage } from "../raw-message.js";
import { commentNodeToRaw } from "../to-raw-message.js";
import { chronological, type HistoryParts, pageArguments, toResult } from "./history-page.js";

/** The root comments of an issue. */
export async function fetchRootComments(
  issueId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  return await toHistory(await readComments({ kind: "roots", issueId }, options, parts), options, parts);
}

/**
 * A root comment with its replies. A thread ID of `@chat-adapter/linear` may name a reply: its root shows on the first
 * page only, where it costs a second request, and goes on in the cursor.
 */
export async function fetchThreadComments(
  commentId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const root = readRootCursor(options.cursor);
  if (root) return await fetchFromRoot(root.rootId, { ...options, cursor: root.cursor }, parts);
  const listed = await readComments({ kind: "thread", rootId: commentId }, options, parts);
  const rootId = listed.page.nodes.find(({ id }) => id === commentId)?.parentId;
  return rootId === undefined ? await toHistory(listed, options, parts) : await fetchFromRoot(rootId, options, parts);
}

async function fetchFromRoot(
  rootId: string,
  options: FetchOptions,
  parts: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const listed = await readComments({ kind: "thread", rootId }, options, parts);
  const { messages, nextCursor } = await toHistory(listed, options, parts);
  return nextCursor === undefined ? { messages } : { messages, nextCursor: buildRootCursor(rootId, nextCursor) };
}

const buildRootCursor = (rootId: string, cursor: string): string => `root:${rootId}:${cursor}`;

function readRootCursor(cursor = ""): { rootId: string; cursor: string } | undefined {
  const [, rootId, rest] = /^root:([^:]+):(.+)$/s.exec(cursor) ?? [];
  return rootId === undefined || rest === undefined ? undefined : { rootId, cursor: rest };
}

const readComments = (
  selection: CommentSelection,
  options: FetchOptions,
  { api }: HistoryParts,
): Promise<CommentPage> => api.execute(listComments, listCommentsVariables(selection, pageArguments(options)));

async function toHistory(
  { organizationId, page }: CommentPage,
  options: FetchOptions,
  { toMessage }: HistoryParts,
): Promise<FetchResult<LinearRawMessage>> {
  const messages = chronological(page.nodes).map((comment) =>
    toMessage(commentNodeToRaw(comment, organizationId), comment.user?.isMe ?? false),
  );
  return toResult(await Promise.all(messages), page, options);
}
