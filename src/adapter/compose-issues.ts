import { LinearAdapterError } from "../errors.js";
import type { IssueIdentifiers } from "../issues/issue-identifiers.js";
import { createLinearIssue, type LinearIssue } from "../issues/linear-issue.js";
import { createIssueIn, type LinearNewTeamIssue } from "../issues/new-issue.js";
import type { LinearCreatedIssue } from "../issues/sub-issues.js";
import { decodeThreadId } from "../threads/thread-id.js";
import type { AdapterCore } from "./adapter-core.js";
import type { CommentMessages } from "./comment-messages.js";

/** What the bot does with issues. */
export interface Issues {
  /** The issue of a thread. */
  issue(threadId: string): LinearIssue;
  create(issue: LinearNewTeamIssue): Promise<LinearCreatedIssue>;
}

/** The part of the composition root that is about issues. */
export function composeIssues(
  { api, environment: { newId }, organizations }: AdapterCore,
  comments: Pick<CommentMessages, "post">,
  identifiers: IssueIdentifiers,
): Issues {
  return {
    issue: (threadId) => {
      const { issueId } = decodeThreadId(threadId);
      if (issueId === "") {
        throw new LinearAdapterError(
          "THREAD_ID_INVALID",
          "This agent session is not on an issue, so there is no issue to work with",
        );
      }
      return createLinearIssue(issueId, {
        api,
        newId,
        run: (work) => organizations.runForThread(threadId, work),
        comment: async (message) => {
          const thread = await identifiers.resolve({ kind: "issue" as const, issueId });
          const { id, threadId: answers, raw } = await comments.post(thread, message);
          return { id, threadId: answers, url: raw.comment.url ?? "" };
        },
      });
    },
    create: ({ team, ...issue }) =>
      organizations.runFor(undefined, () => createIssueIn(api, newId, { kind: "team", team }, issue)),
  };
}
