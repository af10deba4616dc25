import type { ChatHost } from "../util/chat-host.js";
import { type Overlap, readLockKey, readOverlap } from "./overlap.js";

/** Where the messages of a thread are handled one after the other, and where they wait for that. */
export interface Room {
  /** What the chat locks, and what is leased: the thread, or its channel. */
  key: string;
  /** The queue in the state that holds what waits. */
  queueKey: string;
  overlap: Exclude<Overlap, { kind: "beside" }>;
}

/** How long a message waits at most: no turn takes longer. */
export const WAITING_MS: number = 24 * 60 * 60 * 1_000;

/** What was taken out of a room's queue to be put in order, and goes before what stands in it. */
export const frontKeyOf = ({ queueKey }: Room): string => `linear:front:${queueKey}`;

/** Finds the room of a thread; undefined where its messages are handled beside each other. */
export type FindRoom = (threadId: string) => Promise<Room | undefined>;

export function createFindRoom(host: Pick<ChatHost, "chat" | "adapter">): FindRoom {
  return async (threadId) => {
    const overlap = readOverlap(host.chat());
    if (overlap.kind === "beside") return undefined;
    const key = await readLockKey(host.chat(), host.adapter(), threadId);
    // Of what waits together, the chat keeps one thread's messages alone: the other threads of a channel would lose theirs.
    if (overlap.kind === "one-by-one" || key !== threadId) return oneByOne(key);
    return { key, queueKey: key, overlap };
  };
}

const oneByOne = (key: string): Room => ({
  key,
  queueKey: `linear:waiting:${key}`,
  overlap: { kind: "one-by-one" },
});
