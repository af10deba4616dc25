import type { Logger, Message, QueueEntry, StateAdapter } from "chat";
import type { Leases } from "../leases/create-leases.js";
import { BEAT_MS } from "../leases/heartbeat.js";
import type { Lease } from "../leases/lease.js";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import { rehydrate } from "../messages/rehydrate.js";
import type { Clock } from "../util/clock.js";
import { createSerial } from "../util/serial.js";
import { createRoomWatch } from "./room-watch.js";

/** Something that came in a thread, with what it takes to handle it. */
export interface Arrival {
  threadId: string;
  organizationId: string;
  /** When it was written, ISO 8601. */
  at: string;
  /** Handles a message of the thread: the one that came, or one that waited. */
  handle: (message: Message<LinearRawMessage>) => Promise<Handled>;
}

/** A message that is handled, so that the next one may be. */
export interface Handled {
  /** Resolves when nothing is waited for any more, as the word of a job that the handler has started. */
  over: Promise<void>;
}

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

/** A room that this process works in. */
interface Here {
  /** Whether a message was left for the one who works there. */
  isAsked: boolean;
}

export type Entry =
  | { kind: "entered"; lease: Lease }
  | { kind: "here"; here: Here }
  | { kind: "elsewhere"; holder: Lease };

export function createTurnOrder(parts: TurnOrderParts): TurnOrder {
  const { clock, logger } = parts;
  const { findRoom, heartbeat, threads, waiting } = parts.leases;
  const inOrder = createSerial();
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
        await heartbeat.beatNow();
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
    if (leaving.signal.aborted && (await waiting.count(room)) > 0) return true;
    await threads.release(lease);
    return true;
  };

  /** Frees a thread from what a dead process has left in the chat's own keys. */
  const unlock = async (room: Room, threadId: string): Promise<void> => {
    await parts.state().forceReleaseLock(room.key);
    await parts.state().delete(`active-turn:${threadId}`);
  };

  /** Handles what is there until nothing waits any more. What handling something throws is thrown at the end. */
  const work = async (room: Room, lease: Lease, arrival: Arrival, first?: Message<LinearRawMessage>): Promise<void> => {
    const startedAtMs = clock.now().getTime();
    const failures: unknown[] = [];
    const endings: Promise<void>[] = [];
    let rest: readonly QueueEntry[] = [];

    /** The chat's lock may be that of a process which is dead: whoever has the room has the right to it. */
    const handle = async (message: Message<LinearRawMessage>): Promise<Handled> => {
      try {
        return await arrival.handle(message);
      } catch (error) {
        if (!isLockError(error)) throw error;
        await unlock(room, arrival.threadId);
        return await arrival.handle(message);
      }
    };
    const attempt = async (message: Message<LinearRawMessage>): Promise<void> => {
      try {
        const { over } = await handle(message);
        endings.push(over.catch((error: unknown) => void failures.push(error)));
      } catch (error) {
        failures.push(error);
      }
    };
    const handleNext = async (): Promise<boolean> => {
      const here = rooms.get(room.key);
      if (here) here.isAsked = false;
      const taken = await waiting.take(room, rest);
      rest = taken?.rest ?? [];
      if (taken !== undefined) await attempt(rehydrate(taken.message));
      return taken !== undefined;
    };

    if (first !== undefined) await attempt(first);
    // Who comes to another process during a shorter turn waits there until it is over.
    const isLong = clock.now().getTime() - startedAtMs >= BEAT_MS;
    let mayWait = first === undefined || isLong || failures.length > 0;
    try {
      do {
        while (!leaving.signal.aborted && (mayWait || rooms.get(room.key)?.isAsked)) mayWait = await handleNext();
      } while (!(await inOrder(room.key, () => goOut(room, lease))));
    } catch (error) {
      rooms.delete(room.key);
      heartbeat.end(lease);
      logger.warn("What waits in a thread could not be looked up, or its lease not be given back", { error });
    }
    await Promise.all(endings);
    if (failures.length > 0) throw failures[0];
  };

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
    await unlock(room, dead.threadId);
    await parts.onDied(dead);
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

const isLockError = (error: unknown): boolean => error instanceof Error && error.name === "LockError";
