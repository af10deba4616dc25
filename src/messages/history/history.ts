import type { FetchOptions, FetchResult } from "chat";
import type { LinearThread } from "../../threads/thread-id.js";
import type { LinearRawMessage } from "../raw-message.js";
import { fetchRootComments, fetchThreadComments } from "./comment-history.js";
import type { HistoryParts } from "./history-page.js";
import { fetchSessionHistory } from "./session-history.js";

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
      return await fetchRootComments(thread.issueId, options, parts);
    case "comment":
      return await fetchThreadComments(thread.commentId, options, parts);
    case "session":
      return await fetchSessionHistory(thread.sessionId, options, parts);
  }
}
