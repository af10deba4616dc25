import type { FetchOptions, Message, Thread } from "chat";
import type { LinearAdapter, LinearRawMessage } from "chat-adapter-linear";

/** The ids of all messages, page by page, following the cursors to the end. */
export async function readPages(
  adapter: LinearAdapter,
  threadId: string,
  options: Omit<FetchOptions, "cursor">,
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await adapter.fetchMessages(threadId, { ...options, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.messages.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

/** All messages, as the Chat SDK iterates over them. */
export async function readAll(messages: Thread["messages"]): Promise<Message<LinearRawMessage>[]> {
  const all: Message<LinearRawMessage>[] = [];
  for await (const message of messages) all.push(message as Message<LinearRawMessage>);
  return all;
}
