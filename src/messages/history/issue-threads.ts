import type { ListThreadsOptions, ListThreadsResult, ThreadSummary } from "chat";
import { type IssueThreadNode, listIssueThreads, MAX_REPLIES } from "../../api/operations/issue-threads.js";
import type { LinearRawMessage } from "../raw-message.js";
import { commentNodeToRaw } from "../to-raw-message.js";
import type { HistoryParts } from "./history-page.js";

const DEFAULT_THREADS = 25;
const MAX_THREADS = 50;

/** One page of the comment threads of an issue in one request, most recently active first. */
export async function listThreadsOfIssue(
  issueId: string,
  { limit = DEFAULT_THREADS, cursor }: ListThreadsOptions,
  { api, toMessage }: HistoryParts,
): Promise<ListThreadsResult<LinearRawMessage>> {
  const first = Math.min(Math.max(Math.trunc(limit), 1), MAX_THREADS);
  const { organizationId, page } = await api.execute(listIssueThreads, {
    issueId,
    first,
    ...(cursor === undefined ? {} : { after: cursor }),
  });
  const threads = byActivity(page.nodes).map(async (root): Promise<ThreadSummary<LinearRawMessage>> => {
    const rootMessage = await toMessage(commentNodeToRaw(root, organizationId), root.user?.isMe ?? false);
    return { id: rootMessage.threadId, rootMessage, ...repliesOf(root) };
  });
  const { hasNextPage, endCursor } = page;
  return {
    threads: await Promise.all(threads),
    ...(hasNextPage && endCursor !== undefined ? { nextCursor: endCursor } : {}),
  };
}

/** Counts the replies of a thread, as long as all of them were told. */
function repliesOf({ repliedAt }: IssueThreadNode): Pick<ThreadSummary, "lastReplyAt" | "replyCount"> {
  const last = newestOf(repliedAt);
  return {
    ...(last === undefined ? {} : { lastReplyAt: new Date(last) }),
    ...(repliedAt.length < MAX_REPLIES ? { replyCount: repliedAt.length } : {}),
  };
}

// Sorts threads here as well, since reactions and edits move a comment in Linear's order, too.
const byActivity = (threads: readonly IssueThreadNode[]): IssueThreadNode[] =>
  [...threads].sort((a, b) => (activeAt(a) < activeAt(b) ? 1 : -1));

const activeAt = ({ createdAt, repliedAt }: IssueThreadNode): string => newestOf(repliedAt) ?? createdAt;

// ISO dates sort as text; Linear documents its order nowhere.
const newestOf = (instants: readonly string[]): string | undefined => [...instants].sort().at(-1);
