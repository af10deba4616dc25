import type { FetchOptions, FetchResult, Message } from "chat";
import type { LinearApi } from "../../api/operation.js";
import { MAX_PAGE_SIZE, type Page, type PageArguments } from "../../api/page.js";
import type { LinearRawMessage } from "../raw-message.js";

export interface HistoryParts {
  api: LinearApi;
  /** Makes a message of what was read. `isMe` is Linear's answer to whether the request's own user wrote it. */
  toMessage(raw: LinearRawMessage, isMe: boolean): Promise<Message<LinearRawMessage>>;
}

const DEFAULT_PAGE_SIZE = 50;

export function pageSize({ limit }: FetchOptions): number {
  return Math.min(Math.max(Math.trunc(limit ?? DEFAULT_PAGE_SIZE), 1), MAX_PAGE_SIZE);
}

/** Linear lists newest first, so backward is `first`/`after` and forward `last`/`before`. */
export function pageArguments(options: FetchOptions): PageArguments {
  const { cursor, direction } = options;
  const size = pageSize(options);
  return direction === "forward"
    ? { last: size, ...(cursor === undefined ? {} : { before: cursor }) }
    : { first: size, ...(cursor === undefined ? {} : { after: cursor }) };
}

/** Sorts here, since Linear documents its order nowhere. ISO dates sort as text; ties keep Linear's order, reversed. */
export function chronological<Node extends { createdAt: string }>(nodes: readonly Node[]): Node[] {
  return [...nodes].reverse().sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
}

/** `messages` with the cursor that leads on in the direction asked for, as long as there is more. */
export function toResult(
  messages: Message<LinearRawMessage>[],
  page: Page<unknown>,
  { direction }: FetchOptions,
): FetchResult<LinearRawMessage> {
  const next = direction === "forward" ? page.hasPreviousPage && page.startCursor : page.hasNextPage && page.endCursor;
  return next ? { messages, nextCursor: next } : { messages };
}
