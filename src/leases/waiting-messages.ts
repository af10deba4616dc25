import type { Message, QueueEntry, StateAdapter } from "chat";
import type { Clock } from "../util/clock.js";
import { frontKeyOf, type Room, WAITING_MS } from "./rooms.js";

/**
 * Messages that came while their thread had a turn, in the state: oldest first, for as long as a turn may take, and as
 * many as come.
 */
export interface WaitingMessages {
  leave(room: Room, message: Message): Promise<void>;
  /** Takes messages out, for the one who works in the room. */
  takeFrom(room: Room): WaitingLine;
  count(room: Room): Promise<number>;
  /** Drops the messages of a thread that were written `until` then (ISO 8601) or before. */
  drop(room: Room, threadId: string, until: string): Promise<void>;
}

/** What waits in a room, from its front. */
export interface WaitingLine {
  /**
   * Takes out what is to be handed to the chat next; what belongs before it in the same turn then stands in the chat's
   * queue. Where a call of the state fails, the next try finds all that the first has taken out.
   */
  next(): Promise<Message | undefined>;
  /** Whether messages are taken out that no try has handed on so far. */
  isHolding(): boolean;
}

// What people write in a thread while one turn runs is never that much.
const NO_LIMIT = 1_000_000;

export interface WaitingMessagesParts {
  state: () => StateAdapter;
  clock: Pick<Clock, "now" | "sleep">;
}

const PUT_BACK_AGAIN_AFTER_MS = [100, 1_000];

export function createWaitingMessages({ state, clock }: WaitingMessagesParts): WaitingMessages {
  const put = async (queueKey: string, entry: QueueEntry): Promise<void> => {
    await state().enqueue(queueKey, entry, NO_LIMIT);
  };

  const putBack = async (queueKey: string, entry: QueueEntry): Promise<void> => {
    for (const ms of PUT_BACK_AGAIN_AFTER_MS) {
      try {
        return await put(queueKey, entry);
      } catch {
        await clock.sleep(ms);
      }
    }
    await put(queueKey, entry);
  };

  const readFront = async (room: Room): Promise<QueueEntry[]> =>
    needsFront(room) ? ((await state().get<QueueEntry[]>(frontKeyOf(room))) ?? []) : [];
  const keepFront = (room: Room, entries: readonly QueueEntry[]): Promise<void> =>
    entries.length === 0 ? state().delete(frontKeyOf(room)) : state().set(frontKeyOf(room), entries, WAITING_MS);

  return {
    leave: async ({ queueKey }, message) => {
      const now = clock.now().getTime();
      await put(queueKey, { message, enqueuedAt: now, expiresAt: now + WAITING_MS });
    },
    takeFrom: (room) => {
      const { queueKey, overlap } = room;
      let held: QueueEntry[] = [];

      /** The chat puts the message that it is handed behind what stands in its queue, and cuts that from the front. */
      const nextOfMany = async (size: number): Promise<Message | undefined> => {
        if (held.length === 0) held = await readFront(room);
        const hadFront = held.length > 0;
        for (let entry = await state().dequeue(queueKey); entry !== null; entry = await state().dequeue(queueKey)) {
          // A try before this one may have put it there.
          if (!held.some(isSameAs(entry))) held.push(entry);
        }
        if (held.length > 1) await keepFront(room, held);
        const together = held.slice(0, size);
        const newest = together.pop();
        for (const entry of together) await put(queueKey, entry);
        if (hadFront || held.length > 1) await keepFront(room, held.slice(size));
        held = [];
        return newest?.message;
      };

      return {
        isHolding: () => held.length > 0,
        next: async () => {
          if (overlap.kind === "together" && overlap.first.kind === "into-the-queue")
            return await nextOfMany(overlap.first.size);
          return (await state().dequeue(queueKey))?.message;
        },
      };
    },
    count: async (room) => (await readFront(room)).length + (await state().queueDepth(room.queueKey)),
    drop: async (room, threadId, until) => {
      const { queueKey } = room;
      const isKept = ({ message }: QueueEntry): boolean =>
        message.threadId !== threadId || writtenAt(message) > Date.parse(until);
      const front = await readFront(room);
      if (front.length > 0) await keepFront(room, front.filter(isKept));
      const depth = await state().queueDepth(queueKey);
      for (let seen = 0; seen < depth; seen += 1) {
        const entry = await state().dequeue(queueKey);
        if (entry === null) return;
        if (isKept(entry)) await putBack(queueKey, entry);
      }
    },
  };
}

/** Only where the chat takes the newest message before those that belong before it is the order changed. */
const needsFront = ({ overlap }: Room): boolean =>
  overlap.kind === "together" && overlap.first.kind === "into-the-queue";

const isSameAs =
  ({ message }: QueueEntry) =>
  (other: QueueEntry): boolean =>
    other.message.id === message.id;

// A date that went through JSON is a text.
const writtenAt = ({ metadata }: Message): number => new Date(metadata.dateSent).getTime();
