import type { Logger, Message, StateAdapter } from "chat";
import type { Leases } from "../leases/create-leases.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { Clock } from "../util/clock.js";
import { createSerial } from "../util/serial.js";
import type { Arrival } from "./arrival.js";
import type { Entry, Here } from "./room-entry.js";
import { createRoomWatch } from "./room-watch.js";
import { createRoomWork, unlock } from "./room-work.js";

/**
 * Hands the messages of a thread to the chat one turn after the other, whichever process they come to. What comes while
 * a turn runs waits in the state, and is heard when the turn is over.
 */
export interface TurnOrder {
  /** Handles a message, or leaves it to whoever has the turn. What handling it throws is thrown. */
  handle(message: Message<LinearRawMessage>, arrival: Arrival): Promise<void>;
  /** Runs work that does not wait for the turns of its thread; it is known if this process dies. */
  beside<Result>(arrival: Omit<Arrival, "handle">, work: () => Promise<Result>): Promise<Result>;
  /** Takes up the work of a process that is dead or has left, unless somebody else does. */
  takeUp(left: Lease, arrival: Arrival): Promise<void>;
  /** From now on what waits is begun. The signal aborts when that is over. */
  open(): AbortSignal;
  /** From now on nothing that waits is begun here: it is for others. */
  close(): void;
}

export interface TurnOrderParts {
  leases: Leases;
  state: () => StateAdapter;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Called for work that its process did not live to end. Never rejects. */
  onDied: (lease: Lease) => Promise<void>;
}

export function createTurnOrder(parts: TurnOrderParts): TurnOrder {
  const { logger } = parts;
  const { findRoom, heartbeat, threads, waiting } = parts.leases;
  const { run: inOrder } = createSerial();
  const rooms = new Map<string, Here>();
  let leaving = new AbortController();

  const newLease = ({ threadId, organizationId, at }: Omit<Arrival, "handle">, roomKey: string | undefined): Lease => ({
    // A claimant in the state: its id is the platform's, whatever the world gives.
    id: crypto.randomUUID(),
    processId: heartbeat.processId,
    threadId,
    organizationId,
    at,
    roomKey,
  });

  /** Takes the room for this process, where nobody has it. */
  const enter = async (room: Room, arrival: Arrival): Promise<Entry> => {
    const here = rooms.get(room.key);
    if (here !== undefined) return { kind: "here", here };
    const lease = newLease(arrival, room.key);
    const holder = await threads.take(room, lease);
    if (holder.id !== lease.id) return { kind: "elsewhere", holder };
    rooms.set(room.key, { isAsked: false });
    return { kind: "entered", lease };
  };

  /** Takes the room, or leaves the message to whoever has it. */
  const enterOrLeave = async (room: Room, message: Message, arrival: Arrival): Promise<Entry> => {
    const entry = await enter(room, arrival);
    switch (entry.kind) {
      case "entered":
        return entry;
      case "here":
        await waiting.leave(room, message);
        entry.here.isAsked = true;
        // Not awaited: a state that hangs here would hold up whoever works in the room.
        void heartbeat.beatNow();
        return entry;
      case "elsewhere":
        await waiting.leave(room, message);
        return entry;
    }
  };

  /** Gives the room back; false when a message was left for us meanwhile. */
  const goOut = async (room: Room, lease: Lease): Promise<boolean> => {
    if (rooms.get(room.key)?.isAsked && !leaving.signal.aborted) return false;
    rooms.delete(room.key);
    // Who finds the lease of a process that has left takes up what waits.
    if (leaving.signal.aborted && (await waiting.count(room).catch(() => 1)) > 0) return true;
    try {
      await threads.release(lease);
    } catch (error) {
      logger.warn("The lease of a thread could not be given back; it ends with this process", { error });
    }
    return true;
  };

  const work = createRoomWork({
    ...parts,
    isAsked: (room) => rooms.get(room.key)?.isAsked === true,
    listen: (room) => {
      const here = rooms.get(room.key);
      if (here) here.isAsked = false;
    },
    goOut: (room, lease) => inOrder(room.key, () => goOut(room, lease)),
    isLeaving: () => leaving.signal.aborted,
  });

  /** For messages whose host has long been told that all is well; the chat has logged what its handlers threw. */
  const workQuietly = (room: Room, lease: Lease, arrival: Arrival): Promise<void> =>
    work(room, lease, arrival).catch(() => {});

  const takeOver = async (room: Room, dead: Lease, arrival: Arrival): Promise<boolean> => {
    const lease = newLease(arrival, room.key);
    const isHeir = await inOrder(room.key, async () => {
      if (rooms.has(room.key) || !(await threads.inherit(dead, lease))) return false;
      rooms.set(room.key, { isAsked: false });
      return true;
    });
    if (!isHeir) return false;
    try {
      await unlock(room, dead.threadId, parts.state());
      await parts.onDied(dead);
    } catch (error) {
      logger.warn("What a dead process has left in a thread could not be put in order", { error });
    }
    // Whoever has the room works in it: else nobody ever would.
    await workQuietly(room, lease, arrival);
    return true;
  };

  const watch = createRoomWatch({
    ...parts,
    leaving: () => leaving.signal,
    enter: (room, arrival) => inOrder(room.key, () => enter(room, arrival)),
    work: workQuietly,
    takeOver,
  });

  const beside: TurnOrder["beside"] = async (arrival, run) => {
    const lease = newLease(arrival, undefined);
    heartbeat.begin(lease);
    try {
      return await run();
    } finally {
      heartbeat.end(lease);
    }
  };

  const admit = async (message: Message, arrival: Arrival): Promise<{ room: Room; entry: Entry } | undefined> => {
    try {
      const room = await findRoom(arrival.threadId);
      return room && { room, entry: await inOrder(room.key, () => enterOrLeave(room, message, arrival)) };
    } catch (error) {
      logger.warn("Whether a thread has a turn could not be looked up; its message is handled at once", { error });
      return undefined;
    }
  };

  return {
    beside,
    handle: async (message, arrival) => {
      const admitted = await admit(message, arrival);
      if (admitted === undefined) return await beside(arrival, async () => (await arrival.handle(message)).over);
      const { room, entry } = admitted;
      switch (entry.kind) {
        case "entered":
          return await work(room, entry.lease, arrival, message);
        case "here":
          return;
        case "elsewhere":
          return await watch(room, arrival);
      }
    },
    takeUp: async (left, arrival) => {
      const room = left.roomKey === undefined ? undefined : await findRoom(left.threadId);
      if (room === undefined) {
        if (await threads.inheritBeside(left, heartbeat.processId)) await parts.onDied(left);
        return;
      }
      if (await takeOver(room, left, arrival)) return;
      if ((await waiting.count(room)) === 0) return;
      const entry = await inOrder(room.key, () => enter(room, arrival));
      if (entry.kind === "entered") await workQuietly(room, entry.lease, arrival);
    },
    open: () => {
      leaving = new AbortController();
      return leaving.signal;
    },
    close: () => leaving.abort("leaving"),
  };
}
