import { LinearAdapterError } from "../errors.js";
import { decodeThreadId } from "../threads/thread-id.js";
import { createLinearIssue, type LinearIssue, type LinearIssueParts } from "./linear-issue.js";

export interface IssueOfThreadParts extends Omit<LinearIssueParts, "run"> {
  /** Runs `call` for the organization that the thread belongs to. */
  inThread: <Result>(threadId: string, call: () => Promise<Result>) => Promise<Result>;
}

/**
 * The issue that a thread is on.
 * @throws {LinearAdapterError} `THREAD_ID_INVALID`, also for an agent session without an issue.
 */
export function issueOfThread(threadId: string, { inThread, ...parts }: IssueOfThreadParts): LinearIssue {
  const { issueId } = decodeThreadId(threadId);
  if (issueId === "") {
    throw new LinearAdapterError(
      "THREAD_ID_INVALID",
      "This agent session is not on an issue, so there is no issue to work with",
    );
  }
  return createLinearIssue(issueId, { ...parts, run: (work) => inThread(threadId, work) });
}
