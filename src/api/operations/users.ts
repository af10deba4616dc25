import { type JsonObject, optionalString, readBoolean, readId, readObject, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";

/** A Linear user: a person or an app user. */
export interface UserNode {
  id: string;
  name: string;
  /** The @handle. */
  displayName: string;
  email: string | undefined;
  avatarUrl: string | undefined;
  app: boolean;
}

/** A user as the author of something, seen by us. */
export interface AuthorNode extends UserNode {
  /** Whether it is the user that the request was made as. */
  isMe: boolean;
}

const USER_FIELDS = "id name displayName email avatarUrl app";
export const AUTHOR_FIELDS: string = `${USER_FIELDS} isMe`;

export function readUser(node: JsonObject, path: string): UserNode {
  return {
    id: readId(node, "id", path),
    name: readString(node, "name", path),
    displayName: readString(node, "displayName", path),
    email: optionalString(node, "email", path),
    avatarUrl: optionalString(node, "avatarUrl", path),
    app: readBoolean(node, "app", path),
  };
}

export function readAuthor(node: JsonObject, path: string): AuthorNode {
  return { ...readUser(node, path), isMe: readBoolean(node, "isMe", path) };
}

/** The author of what we have just written: us. */
export interface WriterNode extends AuthorNode {
  organizationId: string;
}

export const WRITER_FIELDS: string = `${AUTHOR_FIELDS} organization { id }`;

export function readWriter(node: JsonObject, path: string): WriterNode {
  return {
    ...readAuthor(node, path),
    organizationId: readId(readObject(node, "organization", path), "id", `${path}.organization`),
  };
}

export interface ViewerNode {
  id: string;
  displayName: string;
  app: boolean;
  organizationId: string;
}

/** Who the credential belongs to. https://linear.app/developers/oauth-actor-authorization */
export const getViewer: Operation<Record<string, never>, ViewerNode> = {
  name: "GetViewer",
  document: /* GraphQL */ `
    query GetViewer {
      viewer { id displayName app organization { id } }
    }
  `,
  read: (data) => {
    const viewer = readObject(data, "viewer", "data");
    return {
      id: readId(viewer, "id", "viewer"),
      displayName: readString(viewer, "displayName", "viewer"),
      app: readBoolean(viewer, "app", "viewer"),
      organizationId: readId(readObject(viewer, "organization", "viewer"), "id", "viewer.organization"),
    };
  },
};

export const getUser: Operation<{ id: string }, UserNode> = {
  name: "GetUser",
  document: /* GraphQL */ `
    query GetUser($id: String!) {
      user(id: $id) { ${USER_FIELDS} }
    }
  `,
  read: (data) => readUser(readObject(data, "user", "data"), "user"),
};

/** The profile's address, which is how somebody is mentioned. https://linear.app/developers/agent-interaction */
export const getProfileUrl: Operation<{ id: string }, string> = {
  name: "GetProfileUrl",
  document: /* GraphQL */ `
    query GetProfileUrl($id: String!) {
      user(id: $id) { url }
    }
  `,
  read: (data) => readString(readObject(data, "user", "data"), "url", "user"),
};
