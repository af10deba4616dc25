import { type JsonObject, optionalObject, optionalString, readId, readObject, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { PAGE_INFO, type Page, type PageArguments, readPage } from "../page.js";
import { readChanged, readPayload } from "../payload.js";
import { AUTHOR_FIELDS, type AuthorNode, readAuthor, readWriter, WRITER_FIELDS, type WriterNode } from "./users.js";

/** A person of another service whose words Linear synced, or an integration. */
export interface ExternalAuthorNode {
  id: string | undefined;
  name: string;
  displayName: string;
  email: string | undefined;
  avatarUrl: string | undefined;
}

export interface CommentNode {
  id: string;
  body: string;
  /** The passage that it is about, as plain text. */
  quotedText: string | undefined;
  createdAt: string;
  updatedAt: string;
  editedAt: string | undefined;
  url: string;
  issueId: string | undefined;
  parentId: string | undefined;
  user: AuthorNode | undefined;
  externalUser: ExternalAuthorNode | undefined;
  botActor: ExternalAuthorNode | undefined;
}

/** A comment with the organization it was read in. */
export interface OrganizationComment {
  organizationId: string;
  comment: CommentNode;
}

export const COMMENT_FIELDS: string = `
  id body quotedText createdAt updatedAt editedAt url issueId parentId
  user { ${AUTHOR_FIELDS} }
  externalUser { id name displayName email avatarUrl }
  botActor { id name userDisplayName avatarUrl }
`;

export function readComment(node: JsonObject, path: string): CommentNode {
  const user = optionalObject(node, "user", path);
  const externalUser = optionalObject(node, "externalUser", path);
  const botActor = optionalObject(node, "botActor", path);
  return {
    id: readId(node, "id", path),
    body: readString(node, "body", path),
    quotedText: optionalString(node, "quotedText", path) || undefined,
    createdAt: readString(node, "createdAt", path),
    updatedAt: readString(node, "updatedAt", path),
    editedAt: optionalString(node, "editedAt", path),
    url: readString(node, "url", path),
    issueId: optionalString(node, "issueId", path),
    parentId: optionalString(node, "parentId", path),
    user: user && readAuthor(user, `${path}.user`),
    externalUser: externalUser && readExternalUser(externalUser, `${path}.externalUser`),
    botActor: botActor && readBotActor(botActor, `${path}.botActor`),
  };
}

function readExternalUser(node: JsonObject, path: string): ExternalAuthorNode {
  return {
    id: readId(node, "id", path),
    name: readString(node, "name", path),
    displayName: readString(node, "displayName", path),
    email: optionalString(node, "email", path),
    avatarUrl: optionalString(node, "avatarUrl", path),
  };
}

function readBotActor(node: JsonObject, path: string): ExternalAuthorNode {
  const name = optionalString(node, "name", path);
  // A comment with createAsUser has the person's name here. https://linear.app/developers/oauth-actor-authorization
  const displayName = optionalString(node, "userDisplayName", path) ?? name ?? "Integration";
  return {
    id: optionalString(node, "id", path),
    name: name ?? displayName,
    displayName,
    email: undefined,
    avatarUrl: optionalString(node, "avatarUrl", path),
  };
}

function readOrganizationComment(data: JsonObject, comment: JsonObject): OrganizationComment {
  return {
    organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
    comment: readComment(comment, "comment"),
  };
}

export const getComment: Operation<{ id: string }, OrganizationComment> = {
  name: "GetComment",
  document: /* GraphQL */ `
    query GetComment($id: String!) {
      organization { id }
      comment(id: $id) { ${COMMENT_FIELDS} }
    }
  `,
  read: (data) => readOrganizationComment(data, readObject(data, "comment", "data")),
};

/** What Linear's answer to a write tells of the comment; the rest of a message is known before. */
export interface WrittenComment {
  id: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  url: string;
  parentId: string | undefined;
  author: WriterNode | undefined;
}

export const WRITTEN_FIELDS: string = `
  id body createdAt updatedAt url parentId
  user { ${WRITER_FIELDS} }
`;

export function readWrittenComment(comment: JsonObject, path: string): WrittenComment {
  const user = optionalObject(comment, "user", path);
  return {
    id: readId(comment, "id", path),
    body: readString(comment, "body", path),
    createdAt: readString(comment, "createdAt", path),
    updatedAt: readString(comment, "updatedAt", path),
    url: readString(comment, "url", path),
    parentId: optionalString(comment, "parentId", path),
    author: user && readWriter(user, `${path}.user`),
  };
}

const getWrittenComment: Operation<{ id: string }, WrittenComment> = {
  name: "GetWrittenComment",
  document: /* GraphQL */ `
    query GetWrittenComment($id: String!) {
      comment(id: $id) { ${WRITTEN_FIELDS} }
    }
  `,
  read: (data) => readWrittenComment(readObject(data, "comment", "data"), "comment"),
};

/** `id` is our own UUID v4. A reply needs the issue as well as the root. https://linear.app/developers/graphql */
export interface CommentCreateInput {
  id: string;
  issueId: string;
  parentId?: string;
  body: string;
}

export const createComment: Operation<{ input: CommentCreateInput }, WrittenComment> = {
  name: "CreateComment",
  document: /* GraphQL */ `
    mutation CreateComment($input: CommentCreateInput!) {
      commentCreate(input: $input) { success comment { ${WRITTEN_FIELDS} } }
    }
  `,
  read: (data) => readChanged(data, "commentCreate", "comment", readWrittenComment),
  alreadyDone: { sign: "CONFLICT", readExisting: getWrittenComment, idOf: ({ input }) => input.id },
};

export const deleteComment: Operation<{ id: string }, undefined> = {
  name: "DeleteComment",
  document: /* GraphQL */ `
    mutation DeleteComment($id: String!) {
      commentDelete(id: $id) { success }
    }
  `,
  read: (data) => void readPayload(data, "commentDelete"),
  alreadyDone: { sign: "NOT_FOUND", result: undefined },
};

/** Which comments: a whole thread (root and replies) or the root comments of an issue. */
export type CommentSelection = { kind: "thread"; rootId: string } | { kind: "roots"; issueId: string };

export interface CommentPage {
  organizationId: string;
  page: Page<CommentNode>;
}

export type ListCommentsVariables = { filter: object } & PageArguments;

export function listCommentsVariables(selection: CommentSelection, page: PageArguments): ListCommentsVariables {
  return { filter: filterOf(selection), ...page };
}

function filterOf(selection: CommentSelection): object {
  switch (selection.kind) {
    case "thread":
      return { or: [{ id: { eq: selection.rootId } }, { parent: { id: { eq: selection.rootId } } }] };
    case "roots":
      return { issue: { id: { eq: selection.issueId } }, parent: { null: true } };
  }
}

/** One page of comments with their authors, newest first. */
export const listComments: Operation<ListCommentsVariables, CommentPage> = {
  name: "ListComments",
  document: /* GraphQL */ `
    query ListComments($filter: CommentFilter, $first: Int, $after: String, $last: Int, $before: String) {
      organization { id }
      comments(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        nodes { ${COMMENT_FIELDS} }
        ${PAGE_INFO}
      }
    }
  `,
  read: (data) => ({
    organizationId: readId(readObject(data, "organization", "data"), "id", "organization"),
    page: readPage(readObject(data, "comments", "data"), "comments", readComment),
  }),
};
