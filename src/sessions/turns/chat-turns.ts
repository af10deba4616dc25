import type { StateAdapter } from "chat";

/**
 * The turn of a thread that some process is running; null where there is none. A `Chat` publishes it in its state, for
 * adapters that support cancellation.
 */
export function findRunningTurn(state: StateAdapter, threadId: string): Promise<string | null> {
  return state.get<string>(`active-turn:${threadId}`);
}
