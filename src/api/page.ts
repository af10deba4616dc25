import { type JsonObject, optionalString, readBoolean, readObject, readObjects } from "../util/json.js";

/** One page of a Relay connection. Linear lists newest first; the nodes here are in Linear's order. */
export interface Page<Node> {
  nodes: Node[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | undefined;
  endCursor: string | undefined;
}

/** Which page: `first`/`after` goes from the newest to older ones, `last`/`before` from the oldest to newer ones. */
export type PageArguments = { first: number; after?: string } | { last: number; before?: string };

/** The most that Linear gives in one page. https://linear.app/developers/pagination */
export const MAX_PAGE_SIZE = 250;

/** The selection that {@link readPage} needs. */
export const PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

export function readPage<Node>(
  connection: JsonObject,
  path: string,
  readNode: (node: JsonObject, path: string) => Node,
): Page<Node> {
  const info = readObject(connection, "pageInfo", path);
  return {
    nodes: readObjects(connection, "nodes", path, readNode),
    hasNextPage: readBoolean(info, "hasNextPage", `${path}.pageInfo`),
    hasPreviousPage: readBoolean(info, "hasPreviousPage", `${path}.pageInfo`),
    startCursor: optionalString(info, "startCursor", `${path}.pageInfo`),
    endCursor: optionalString(info, "endCursor", `${path}.pageInfo`),
  };
}
