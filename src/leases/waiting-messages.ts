import type { Message, QueueEntry, StateAdapter } from "chat";
import type { Clock } from "../util/clock.js";
import { type Room, WAITING_MS } from "./rooms.js";

/**
 * Messages that came while their thread had a turn, in the state: oldest first, for as long as a turn may take, and as
 * many as come.
 */
export interface WaitingMessages {
  leave(room: Room, message: Message): Promise<void>;
  /**
   * Takes out what is to be handed to the chat next. What belongs before it in the same turn then stands in the chat's
   * queue; what came later and does not fit in there is `rest`, to be given with the next call.
   */
  take(room: Room, rest: readonly QueueEntry[]): Promise<Taken | undefined>;
  count(room: Room): Promise<number>;
  /** Drops the messages of a thread that were written `until` then (ISO 8601) or before. */
  drop(room: Room, threadId: string, until: string): Promise<void>;
}

export interface Taken {
  message: Message;
  rest: readonly QueueEntry[];
}

// What people write in a thread while one turn runs is never that much.
const NO_LIMIT = 1_000_000;

export interface WaitingMessagesParts {
  state: () => StateAdapter;
  clock: Pick<Clock, "now">;
}

export function createWaitingMessages({ state, clock }: WaitingMessagesParts): WaitingMessages {
  const put = async (queueKey: string, entry: QueueEntry): Promise<void> => {
    await state().enqueue(queueKey, entry, NO_LIMIT);
  };

  const takeAll = async (queueKey: string): Promise<QueueEntry[]> => {
    const entries: QueueEntry[] = [];
    for (let entry = await state().dequeue(queueKey); entry !== null; entry = await state().dequeue(queueKey)) {
      entries.push(entry);
    }
    return entries;
  };

  return {
    leave: async ({ queueKey }, message) => {
      const now = clock.now().getTime();
      await put(queueKey, { message, enqueuedAt: now, expiresAt: now + WAITING_MS });
    },
    take: async ({ queueKey, overlap }, rest) => {
      if (overlap.kind === "one-by-one" || overlap.first.kind === "ahead") {
        const entry = await state().dequeue(queueKey);
        return entry === null ? undefined : { message: entry.message, rest: [] };
      }
      // The chat puts the message that it is handed behind what stands in its queue, and cuts that from the front.
      const entries = [...rest, ...(await takeAll(queueKey))];
      const together = entries.slice(0, overlap.first.size);
      const newest = together.pop();
      if (newest === undefined) return undefined;
      for (const entry of together) await put(queueKey, entry);
      return { message: newest.message, rest: entries.slice(overlap.first.size) };
    },
    count: async ({ queueKey }) => await state().queueDepth(queueKey),
    drop: async ({ queueKey }, threadId, until) => {
      const depth = await state().queueDepth(queueKey);
      for (let seen = 0; seen < depth; seen += 1) {
        const entry = await state().dequeue(queueKey);
        if (entry === null) return;
        const { message } = entry;
        // A date that went through JSON is a text.
        const writtenAt = new Date(message.metadata.dateSent).getTime();
        const isDropped = message.threadId === threadId && writtenAt <= Date.parse(until);
        if (!isDropped) await put(queueKey, entry);
      }
    },
  };
}
