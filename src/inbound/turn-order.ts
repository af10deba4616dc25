import type { Logger, Message, StateAdapter } from "chat";
import type { Leases } from "../leases/create-leases.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { Clock } from "../util/clock.js";
import { createSerial } from "../util/serial.js";
import type { Arrival, Handled } from "./arrival.js";
import { unlock } from "./hand-to-chat.js";
import { type Entered, type Entry, type Here, host } from "./room-entry.js";
import { createRoomWatch } from "./room-watch.js";
import { createRoomWork } from "./room-work.js";

/**
 * Hands the messages of a thread to the chat one turn after the other, whichever process they come to. What comes while
 * a turn runs waits in the state, and is heard when the turn is over.
 */
export interface TurnOrder {
  /** Handles a message, or leaves it to whoever has the turn. What handling it throws is thrown. */
  handle(message: Message<LinearRawMessage>, arrival: Arrival): Promise<void>;
  /** Does work on a thread that an inbox keeps in order. What the work throws is thrown. */
  alone(arrival: Arrival, work: () => Promise<Handled>): Promise<void>;
  /**
   * Does at once what a running turn may wait for. For what comes in the thread from then on it is a turn like any other.
   * What `work` throws is thrown.
   */
  handleAtOnce(arrival: Arrival, work: () => Promise<Handled>): Promise<void>;
  /** Takes up the work of a process that is dead or has left, unless somebody else does. Resolves when that has begun. */
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

  const settleIn = (room: Room, lease: Lease): Entered => {
    const here: Here = { isAsked: false, guests: new Set() };
    rooms.set(room.key, here);
    return { room, lease, here };
  };

  /** Takes the room for this process, where nobody has it. */
  const enter = async (room: Room, arrival: Arrival): Promise<Entry> => {
    const here = rooms.get(room.key);
    if (here !== undefined) return { kind: "here", here };
    const lease = newLease(arrival, room.key);
    const holder = await threads.take(room, lease);
    if (holder.id !== lease.id) return { kind: "elsewhere", holder };
    return { kind: "entered", entered: settleIn(room, lease) };
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

  /** Gives the room back; false when something has come into it meanwhile. */
  const goOut = async ({ room, lease, here }: Entered): Promise<boolean> => {
    if ((here.isAsked || here.guests.size > 0) && !leaving.signal.aborted) return false;
    rooms.delete(room.key);
    // Who finds the lease of a process that has left takes up what waits.
    if (leaving.signal.aborted && (await waiting.count(room).catch(() => 1)) > 0) return true;
    try {
      await threads.release(lease);
    } catch (error) {
      logger.warn("The lease of a thread could not be given back; who waits there finds that nobody uses it", {
        error,
      });
    }
    return true;
  };

  const work = createRoomWork({
    ...parts,
    goOut: (entered) => inOrder(entered.room.key, () => goOut(entered)),
    isLeaving: () => leaving.signal.aborted,
  });

  /** For messages whose host has long been told that all is well; the chat has logged what its handlers threw. */
  const workQuietly = (entered: Entered, arrival: Arrival): Promise<void> => work(entered, arrival).catch(() => {});

  /** Takes the room from somebody who does not work in it any more; undefined when somebody else was faster. */
  const inherit = (room: Room, left: Lease, arrival: Arrival): Promise<Entered | undefined> =>
    inOrder(room.key, async () => {
      const lease = newLease(arrival, room.key);
      if (rooms.has(room.key) || !(await threads.inherit(left, lease))) return undefined;
      return settleIn(room, lease);
    });

  /** The same from a process that is dead, whose other remains in the thread are put in order. */
  const inheritFromDead = async (room: Room, dead: Lease, arrival: Arrival): Promise<Entered | undefined> => {
    const entered = await inherit(room, dead, arrival);
    if (entered === undefined) return undefined;
    try {
      await unlock(room, dead.threadId, parts.state());
      await parts.onDied(dead);
    } catch (error) {
      // Whoever has the room works in it: else nobody ever would.
      logger.warn("What a dead process has left in a thread could not be put in order", { error });
    }
    return entered;
  };

  const watch = createRoomWatch({
    ...parts,
    leaving: () => leaving.signal,
    enter: (room, arrival) => inOrder(room.key, () => enter(room, arrival)),
    inherit,
    inheritFromDead,
    work: workQuietly,
  });

  /** Takes the room of somebody who has left it, where messages wait. */
  const enterWhereSomebodyWaits = async (room: Room, arrival: Arrival): Promise<Entered | undefined> => {
    if ((await waiting.count(room)) === 0) return undefined;
    const entry = await inOrder(room.key, () => enter(room, arrival));
    return entry.kind === "entered" ? entry.entered : undefined;
  };

  /** Runs work that does not wait for the turns of its thread; it is known if this process dies. */
  const beside = async (arrival: Arrival, run: () => Promise<Handled>): Promise<Handled> => {
    const lease = newLease(arrival, undefined);
    const end = (): void => heartbeat.end(lease);
    heartbeat.begin(lease);
    try {
      const handled = await run();
      void handled.over.then(end, end);
      return handled;
    } catch (error) {
      end();
      throw error;
    }
  };

  /** Does something with the room of a thread; undefined where there is none, or the state does not say. */
  const admit = async (
    { threadId }: Arrival,
    step: (room: Room) => Promise<Entry>,
  ): Promise<{ room: Room; entry: Entry } | undefined> => {
    try {
      const room = await findRoom(threadId);
      return room && { room, entry: await inOrder(room.key, () => step(room)) };
    } catch (error) {
      logger.warn("Whether a thread has a turn could not be looked up; what has come in it is handled at once", {
        error,
      });
      return undefined;
    }
  };

  return {
    handle: async (message, arrival) => {
      const admitted = await admit(arrival, (room) => enterOrLeave(room, message, arrival));
      if (admitted === undefined) {
        const { over } = await beside(arrival, () => arrival.handle(message, undefined));
        return await over;
      }
      const { room, entry } = admitted;
      switch (entry.kind) {
        case "entered":
          return await work(entry.entered, arrival, () => arrival.handle(message, room));
        case "here":
          return;
        case "elsewhere":
          return await watch(room, arrival);
      }
    },
    alone: async ({ threadId }, run) => {
      const room = await findRoom(threadId);
      // A lock that is there was left by a process that is dead, unless other threads share the room.
      if (room?.key === threadId) await unlock(room, threadId, parts.state());
      await (await run()).over;
    },
    handleAtOnce: async (arrival, run) => {
      let guest: Promise<Handled> | undefined;
      const admitted = await admit(arrival, async (room) => {
        const entry = await enter(room, arrival);
        if (entry.kind !== "here") return entry;
        // Begun in this step: whoever has the room must not go out before.
        guest = beside(arrival, run);
        host(entry.here, guest);
        return entry;
      });
      if (admitted?.entry.kind === "entered") return await work(admitted.entry.entered, arrival, run);
      await (await (guest ?? beside(arrival, run))).over;
    },
    takeUp: async (left, arrival) => {
      const room = left.roomKey === undefined ? undefined : await findRoom(left.threadId);
      if (room === undefined) {
        if (await threads.inheritBeside(left, heartbeat.processId)) await parts.onDied(left);
        return;
      }
      const entered = (await inheritFromDead(room, left, arrival)) ?? (await enterWhereSomebodyWaits(room, arrival));
      if (entered === undefined) return;
      void workQuietly(entered, arrival);
      // From then on others find it when this process dies, too.
      await heartbeat.beatNow();
    },
    open: () => {
      leaving = new AbortController();
      return leaving.signal;
    },
    close: () => leaving.abort("leaving"),
  };
}
