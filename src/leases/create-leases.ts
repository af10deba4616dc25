import type { Logger, StateAdapter } from "chat";
import { parseThread } from "../threads/thread-id.js";
import type { ChatHost } from "../util/chat-host.js";
import type { Clock } from "../util/clock.js";
import { createHeartbeat, type Heartbeat } from "./heartbeat.js";
import { createFindRoom, type FindRoom } from "./rooms.js";
import { createThreadLeases, type LeaseTerm, type ThreadLeases } from "./thread-leases.js";
import { createWaitingMessages, type WaitingMessages } from "./waiting-messages.js";

/** Who works on which thread, in all processes, and what waits there. */
export interface Leases {
  findRoom: FindRoom;
  heartbeat: Heartbeat;
  threads: ThreadLeases;
  waiting: WaitingMessages;
  /** Whether messages of a thread wait for their turn. */
  hasWaiting(threadId: string): Promise<boolean>;
  /** Whether somebody has the turn of a thread. */
  isTaken(threadId: string): Promise<boolean>;
  /** Drops the messages of a thread that wait and were written `until` then (ISO 8601) or before. */
  dropWaiting(threadId: string, until: string): Promise<void>;
}

export interface LeasesParts {
  host: Pick<ChatHost, "adapter" | "chat">;
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export function createLeases(parts: LeasesParts): Leases {
  const findRoom = createFindRoom(parts.host);
  const heartbeat = createHeartbeat(parts);
  const waiting = createWaitingMessages(parts);
  const threads = createThreadLeases({ ...parts, heartbeat, termOf });

  return {
    findRoom,
    heartbeat,
    waiting,
    threads,
    hasWaiting: async (threadId) => {
      const room = await findRoom(threadId);
      return room !== undefined && (await waiting.count(room)) > 0;
    },
    isTaken: async (threadId) => {
      const room = await findRoom(threadId);
      // A channel's room may have been taken for another thread of it.
      return room !== undefined && (await threads.find(room.key))?.threadId === threadId;
    },
    dropWaiting: async (threadId, until) => {
      const room = await findRoom(threadId);
      if (room !== undefined) await waiting.drop(room, threadId, until);
    },
  };
}

/** A session shows for good what became of its turn; in comments nothing is left to mend, so a short turn costs less. */
function termOf(threadId: string): LeaseTerm {
  switch (parseThread(threadId).kind) {
    case "session":
      return "until-released";
    case "issue":
    case "comment":
      return "brief";
  }
}
