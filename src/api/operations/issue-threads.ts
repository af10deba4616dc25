import { type JsonObject, readId, readObject, readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { PAGE_INFO, type Page, readPage } from "../page.js";
import { COMMENT_FIELDS, type CommentNode, readComment } from "./comments.js";

/** A root comment with what is below it. */
export interface IssueThreadNode extends CommentNode {
  /** When each reply was written, ISO 8601; of the newest {@link MAX_REPLIES}. */
  repliedAt: readonly string[];
}

export interface IssueThreadPage {
  organizationId: string;
  page: Page<IssueThreadNode>;
}

/** How many replies are counted. With the largest page of threads about 3,500 of the 10,000 points of a query. */
export const MAX_REPLIES = 50;

/** One page of the root comments of an issue, given by its UUID: those that were replied to or changed last first. */
export const listIssueThreads: Operation<{ issueId: string; first: number; after?: string }, IssueThreadPage> = {
  name: "ListIssueThreads",
  document: /* GraphQL */ `
    query ListIssueThreads($issueId: ID!, $first: Int!, $after: String) {
      organization { id }
      comments(
        filter: { issue: { id: { eq: $issueId } }, parent: { null: true } }
        orderBy: updatedAt
        first: $first
        after: $after
      ) {
        nodes { ${COMMENT_FIELDS} children(first: ${MAX_REPLIES}) { nodes { createdAt } } }
        ${PAGE_INFO}
      }
    }
  `,
  read: (data) => ({
    organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
    page: readPage(readObject(data, "comments", "data"), "comments", readThread),
  }),
};

function readThread(node: JsonObject, path: string): IssueThreadNode {
  const children = readObject(node, "children", path);
  return {
    ...readComment(node, path),
    repliedAt: readObjects(children, "nodes", `${path}.children`, (reply, replyPath) =>
      readString(reply, "createdAt", replyPath),
    ),
  };
}
