import type { Message, StateAdapter } from "chat";
import type { Room } from "../leases/rooms.js";
import type { LinearRawMessage } from "../messages/raw-message.js";
import type { ChatHost } from "../util/chat-host.js";

/**
 * Hands a message to the bot's handlers, and resolves when they are done. Where the chat finds a thread locked, the lock is
 * that of a dead process: whoever has the room has the right to it.
 */
export async function handToChat(
  message: Message<LinearRawMessage>,
  room: Room | undefined,
  host: Pick<ChatHost, "adapter" | "chat" | "state">,
): Promise<void> {
  const { threadId } = message;
  // Our own claim has seen to duplicates; the chat's claim would drop what Linear sends again after a crash.
  const hand = async (): Promise<void> =>
    await host.chat().processMessage(host.adapter(), threadId, message, { deduplicate: false });
  try {
    await hand();
  } catch (error) {
    if (room === undefined || !isLockError(error) || !(await isLocked(room, host.state()))) throw error;
    await unlock(room, threadId, host.state());
    await hand();
  }
}

/** Whether an error is one of a lock: the chat's, or what a handler has thrown. */
export const isLockError = (error: unknown): boolean => error instanceof Error && error.name === "LockError";

/** Whether somebody has the chat's lock. When a handler throws, the chat has given it back. */
async function isLocked({ key }: Room, state: StateAdapter): Promise<boolean> {
  const lock = await state.acquireLock(key, LOOK_MS);
  if (lock === null) return true;
  await state.releaseLock(lock);
  return false;
}

const LOOK_MS = 1_000;

/** Frees a thread from what a dead process has left in the chat's own keys. */
export async function unlock(room: Room, threadId: string, state: StateAdapter): Promise<void> {
  await state.forceReleaseLock(room.key);
  await state.delete(`active-turn:${threadId}`);
}
