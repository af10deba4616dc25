import type { AdapterPostableMessage, RawMessage } from "chat";
import type { LinearApi } from "../api/operation.js";
import { LinearAdapterError } from "../errors.js";
import type { Uploads } from "../files/create-uploads.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { OrganizationRunner } from "../organizations/organization-runner.js";
import { formatThread, issueIdOf, type LinearThread, parseThread } from "../threads/thread-id.js";
import type { IssueIdentifiers } from "./issue-identifiers.js";
import { createLinearIssue, type LinearIssue } from "./linear-issue.js";
import { createIssueIn, type LinearNewTeamIssue } from "./new-issue.js";
import type { LinearCreatedIssue } from "./sub-issues.js";

/** What the bot does with issues. */
export interface Issues {
  /**
   * The issue that a thread is on.
   * @throws {LinearAdapterError} `THREAD_ID_INVALID`, also for an agent session without an issue.
   */
  ofThread(threadId: string): LinearIssue;
  create(issue: LinearNewTeamIssue): Promise<LinearCreatedIssue>;
}

type IssueThread = Extract<LinearThread, { kind: "issue" }>;

export interface IssuesParts {
  api: LinearApi;
  uploads: Pick<Uploads, "uploadOne">;
  newId: () => string;
  identifiers: IssueIdentifiers;
  organizations: Pick<OrganizationRunner, "runFor">;
  /** Runs `call` for the organization that the thread belongs to. */
  inThread: <Result>(threadId: string, call: () => Promise<Result>) => Promise<Result>;
  comments: {
    post(thread: IssueThread, message: AdapterPostableMessage, threadId: string): Promise<RawMessage<LinearRawMessage>>;
  };
}

export function createIssues(parts: IssuesParts): Issues {
  const { api, uploads, newId, identifiers, organizations, comments, inThread } = parts;

  return {
    ofThread: (threadId) => {
      const issueId = issueIdOf(parseThread(threadId));
      if (issueId === undefined) {
        throw new LinearAdapterError(
          "THREAD_ID_INVALID",
          "This agent session is not on an issue, so there is no issue to work with",
        );
      }
      return createLinearIssue(issueId, {
        api,
        uploads,
        newId,
        run: (work) => inThread(threadId, work),
        comment: async (message) => {
          const thread = await identifiers.resolve<IssueThread>({ kind: "issue", issueId });
          const { id, threadId: answers, raw } = await comments.post(thread, message, formatThread(thread));
          return { id, threadId: answers, url: raw.comment.url ?? "" };
        },
      });
    },
    create: ({ team, ...issue }) =>
      organizations.runFor(undefined, () => createIssueIn(api, newId, { kind: "team", team }, issue)),
  };
}
