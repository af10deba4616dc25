import { parseThread } from "./thread-id.js";

/** What a thread's ID tells, for the log. */
export interface ThreadFacts {
  threadId: string;
  sessionId?: string;
  issueId?: string;
}

/**
 * What a thread's ID tells.
 * @throws {LinearAdapterError} `THREAD_ID_INVALID`
 */
export function threadFacts(threadId: string): ThreadFacts {
  const thread = parseThread(threadId);
  switch (thread.kind) {
    case "issue":
    case "comment":
      return { threadId, issueId: thread.issueId };
    case "session": {
      const { issueId, sessionId } = thread;
      return { threadId, sessionId, ...(issueId === undefined ? {} : { issueId }) };
    }
  }
}
