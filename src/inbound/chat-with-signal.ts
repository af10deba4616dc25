import type { ChatInstance } from "chat";

/**
 * The same chat, whose action handlers get a thread with this signal. By itself the chat gives the threads of messages a
 * signal, and those of actions one that never aborts. A chat that makes its threads in another way is given as it is.
 */
export function withSignal(chat: ChatInstance, signal: AbortSignal): ChatInstance {
  const createThread: unknown = Reflect.get(chat, "createThread");
  // Private fields of the language, which a view of an object does not have, would be missing here as well.
  if (typeof createThread !== "function" || !Object.hasOwn(chat, "actionHandlers")) return chat;
  const create = (...[adapter, threadId, message, isSubscribed]: unknown[]): unknown =>
    Reflect.apply(createThread, chat, [adapter, threadId, message, isSubscribed, signal]);
  const view: ChatInstance = Object.create(chat, { createThread: { value: create } });
  return view;
}
