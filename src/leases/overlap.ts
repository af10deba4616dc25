import type { Adapter, ChatInstance } from "chat";
import { channelIdOf } from "../threads/thread-id.js";

/** What a `Chat` does with messages of one thread that overlap, by its option `concurrency`. */
export type Overlap =
  /** Each is handled at once, beside the others. */
  | { kind: "beside" }
  /** The chat has no room for a second one: the adapter hands it over when the first is done. */
  | { kind: "one-by-one" }
  /** The chat hands over together what waits in its queue when a turn ends. */
  | { kind: "together"; first: FirstMessage };

/** What the chat does with the message that finds its thread free. */
type FirstMessage =
  /** It is handled before what waits. */
  | { kind: "ahead" }
  /** It goes to the end of the queue, which then holds at most `size` messages. */
  | { kind: "into-the-queue"; size: number };

// The chat's own default. node_modules/chat/docs/concurrency.mdx
const QUEUE_SIZE = 10;

/**
 * Reads how the chat treats messages that overlap. It tells nobody, so this looks at the fields that hold its options;
 * of a chat that keeps them elsewhere, messages are handed over one by one, which no strategy loses.
 */
export function readOverlap(chat: ChatInstance): Overlap {
  const strategy: unknown = Reflect.get(chat, "_concurrencyStrategy");
  switch (strategy) {
    case "concurrent":
      return { kind: "beside" };
    case "queue":
      return { kind: "together", first: { kind: "ahead" } };
    case "burst":
    case "debounce":
      return { kind: "together", first: { kind: "into-the-queue", size: readQueueSize(chat) } };
    default:
      return { kind: "one-by-one" };
  }
}

function readQueueSize(chat: ChatInstance): number {
  const config: unknown = Reflect.get(chat, "_concurrencyConfig");
  const size: unknown = typeof config === "object" && config !== null ? Reflect.get(config, "maxQueueSize") : undefined;
  return typeof size === "number" && size >= 1 ? size : QUEUE_SIZE;
}

/** What the chat locks while it handles a message of the thread: by its option `lockScope`, the thread or its channel. */
export async function readLockKey(chat: ChatInstance, adapter: Adapter, threadId: string): Promise<string> {
  const scope: unknown = Reflect.get(chat, "_lockScope");
  const channelId = channelIdOf(threadId);
  const scoped: unknown =
    typeof scope === "function" ? await scope({ adapter, channelId, isDM: false, threadId }) : scope;
  return scoped === "channel" ? channelId : threadId;
}
