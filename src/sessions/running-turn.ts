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
