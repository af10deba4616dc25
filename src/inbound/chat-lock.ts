import type { Message, StateAdapter } from "chat";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { Arrival, Handled } from "./arrival.js";

/**
 * Hands a message over, past a lock of the chat's that a dead process has left: whoever has the room has the right to it. A
 * `LockError` of the bot's own handler comes when the chat's lock is free again, and is its own affair.
 */
export async function handleUnlocked(
  message: Message<LinearRawMessage>,
  room: Room,
  arrival: Arrival,
  state: StateAdapter,
): Promise<Handled> {
  try {
    return await arrival.handle(message);
  } catch (error) {
    if (!isLockError(error) || !(await isLocked(room, state))) throw error;
    await unlock(room, message.threadId, state);
    return await arrival.handle(message);
  }
}

/** Frees a thread from what a dead process has left in the chat's own keys. */
export async function unlock(room: Room, threadId: string, state: StateAdapter): Promise<void> {
  await state.forceReleaseLock(room.key);
  await state.delete(`active-turn:${threadId}`);
}

/** Whether a message that the chat did not take failed for its lock. */
export const isLockError = (error: unknown): boolean => error instanceof Error && error.name === "LockError";

const TRIAL_MS = 1_000;

async function isLocked(room: Room, state: StateAdapter): Promise<boolean> {
  const lock = await state.acquireLock(room.key, TRIAL_MS);
  if (lock === null) return true;
  await state.releaseLock(lock);
  return false;
}
