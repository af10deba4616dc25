import type { StateAdapter } from "chat";

/**
 * The turn of a thread that some process is running; null where there is none. A `Chat` publishes it in its state, for
 * adapters that support cancellation.
 */
export function findRunningTurn(state: StateAdapter, threadId: string): Promise<string | null> {
  return state.get<string>(`active-turn:${threadId}`);
}

/** Whether a turn of a thread runs in some process, or a message of it waits for one. */
export async function isThreadBusy(state: StateAdapter, threadId: string): Promise<boolean> {
  return (await state.queueDepth(threadId)) > 0 || (await findRunningTurn(state, threadId)) !== null;
}

// The limit only keeps the state from cutting the queue: what is put back was in it before.
const NO_LIMIT = 1_000_000;

/**
 * Drops the messages of a thread that wait for the running turn and were written `until` then (ISO 8601) or before.
 * They are in the queue that the chat keeps for the thread.
 */
export async function dropWaiting(state: StateAdapter, threadId: string, until: string): Promise<void> {
  const depth = await state.queueDepth(threadId);
  for (let seen = 0; seen < depth; seen += 1) {
    const entry = await state.dequeue(threadId);
    if (entry === null) return;
    // A date that went through JSON is a text.
    const writtenAt = new Date(entry.message.metadata.dateSent);
    if (writtenAt.getTime() > Date.parse(until)) await state.enqueue(threadId, entry, NO_LIMIT);
  }
}
