import { LinearAdapterError } from "../errors.js";
import { createLinearIssue, type LinearIssue } from "../issues/linear-issue.js";
import { decodeThreadId } from "../threads/thread-id.js";
import type { AdapterCore } from "./adapter-core.js";

/** The part of the composition root that is about issues: the issue of a thread. */
export function composeIssues({ api, environment, organizations }: AdapterCore): (threadId: string) => LinearIssue {
  return (threadId) => {
    const { issueId } = decodeThreadId(threadId);
    if (issueId === "") {
      throw new LinearAdapterError(
        "THREAD_ID_INVALID",
        "This agent session is not on an issue, so there is no issue to work with",
      );
    }
    return createLinearIssue(issueId, {
      api,
      newId: environment.newId,
      run: (work) => organizations.runForThread(threadId, work),
    });
  };
}
