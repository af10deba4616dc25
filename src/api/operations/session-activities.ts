import {
  type JsonObject,
  optionalObject,
  optionalString,
  readBoolean,
  readId,
  readObject,
  readString,
  UnexpectedValueError,
} from "../../util/json.js";
import type { Operation } from "../operation.js";
import { PAGE_INFO, type Page, type PageArguments, readPage } from "../page.js";
import { AUTHOR_FIELDS, type AuthorNode, readAuthor } from "./users.js";

const TYPES = ["thought", "action", "elicitation", "response", "error", "prompt"] as const;

/** What an activity says: a text, except for actions. */
export type ActivityContentNode =
  | { type: Exclude<(typeof TYPES)[number], "action">; body: string }
  | { type: "action"; action: string; parameter: string; result: string | undefined };

export interface SessionActivityNode {
  id: string;
  createdAt: string;
  content: ActivityContentNode;
  ephemeral: boolean;
  signal: string | undefined;
  signalMetadata: JsonObject | undefined;
  sourceCommentId: string | undefined;
  user: AuthorNode;
}

const FIELDS = `
  id createdAt ephemeral signal signalMetadata
  sourceComment { id }
  user { ${AUTHOR_FIELDS} }
  content {
    ... on AgentActivityThoughtContent { type body }
    ... on AgentActivityActionContent { type action parameter result }
    ... on AgentActivityElicitationContent { type body }
    ... on AgentActivityResponseContent { type body }
    ... on AgentActivityErrorContent { type body }
    ... on AgentActivityPromptContent { type body }
  }
`;

function readSessionActivity(node: JsonObject, path: string): SessionActivityNode {
  const comment = optionalObject(node, "sourceComment", path);
  return {
    id: readId(node, "id", path),
    createdAt: readString(node, "createdAt", path),
    content: readContent(readObject(node, "content", path), `${path}.content`),
    ephemeral: readBoolean(node, "ephemeral", path),
    signal: optionalString(node, "signal", path),
    signalMetadata: optionalObject(node, "signalMetadata", path),
    sourceCommentId: comment && readId(comment, "id", `${path}.sourceComment`),
    user: readAuthor(readObject(node, "user", path), `${path}.user`),
  };
}

function readContent(content: JsonObject, path: string): ActivityContentNode {
  const type = TYPES.find((known) => known === content.type);
  if (type === undefined) throw new UnexpectedValueError(`${path}.type`, "a known type of activity");
  if (type !== "action") return { type, body: readString(content, "body", path) };
  return {
    type,
    action: readString(content, "action", path),
    parameter: readString(content, "parameter", path),
    result: optionalString(content, "result", path),
  };
}

export type ListSessionActivitiesVariables = { id: string; types: readonly string[] } & PageArguments;

// Only the types that are known here are asked for, so that a new one of Linear's does no harm.
export function listSessionActivitiesVariables(id: string, page: PageArguments): ListSessionActivitiesVariables {
  return { id, types: TYPES, ...page };
}

/** One page of everything that was said and done in a session, newest first. */
export const listSessionActivities: Operation<ListSessionActivitiesVariables, Page<SessionActivityNode>> = {
  name: "ListSessionActivities",
  document: /* GraphQL */ `
    query ListSessionActivities(
      $id: String!, $types: [String!]!, $first: Int, $after: String, $last: Int, $before: String
    ) {
      agentSession(id: $id) {
        activities(
          filter: { type: { in: $types } }, first: $first, after: $after, last: $last, before: $before
        ) {
          nodes { ${FIELDS} }
          ${PAGE_INFO}
        }
      }
    }
  `,
  read: (data) =>
    readPage(
      readObject(readObject(data, "agentSession", "data"), "activities", "agentSession"),
      "agentSession.activities",
      readSessionActivity,
    ),
};
