import { type JsonObject, readObject, readObjects, readString } from "../../util/json.js";
import type { Operation } from "../operation.js";
import { readPayload } from "../payload.js";

/** A link that a session shows: to a dashboard, a pull request or the like. */
export interface SessionLinkNode {
  label: string;
  url: string;
}

/** `externalUrls` replaces all links; then the other two do not count. */
export type SessionLinksInput =
  | { externalUrls: readonly SessionLinkNode[] }
  | { addedExternalUrls: readonly SessionLinkNode[] }
  | { removedExternalUrls: readonly string[] };

export const updateSessionLinks: Operation<{ id: string; input: SessionLinksInput }, undefined> = {
  name: "UpdateSessionLinks",
  document: /* GraphQL */ `
    mutation UpdateSessionLinks($id: String!, $input: AgentSessionUpdateInput!) {
      agentSessionUpdate(id: $id, input: $input) { success }
    }
  `,
  read: (data) => void readPayload(data, "agentSessionUpdate"),
};

export const getSessionLinks: Operation<{ id: string }, readonly SessionLinkNode[]> = {
  name: "GetSessionLinks",
  document: /* GraphQL */ `
    query GetSessionLinks($id: String!) {
      agentSession(id: $id) { externalLinks { label url } }
    }
  `,
  read: (data) => readObjects(readObject(data, "agentSession", "data"), "externalLinks", "agentSession", readLink),
};

function readLink(node: JsonObject, path: string): SessionLinkNode {
  return { label: readString(node, "label", path), url: readString(node, "url", path) };
}

/** `null` lets Linear name the session by itself again. */
export const renameSession: Operation<{ id: string; summary: string | null }, undefined> = {
  name: "RenameSession",
  document: /* GraphQL */ `
    mutation RenameSession($id: String!, $summary: String) {
      agentSessionUpdate(id: $id, input: { summary: $summary }) { success }
    }
  `,
  read: (data) => void readPayload(data, "agentSessionUpdate"),
};
