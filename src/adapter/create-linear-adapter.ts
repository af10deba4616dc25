import type { LinearAdapterConfig } from "./config/config.js";
import { LinearAdapter } from "./linear-adapter.js";

/**
 * Makes the adapter that a `Chat` gets. Without options everything comes from the environment.
 * @throws {LinearAdapterError} `CONFIG_INVALID` when authentication is missing, mixed or malformed, or a secret empty.
 * @example
 * ```ts
 * const linear = createLinearAdapter({ mode: "agent-sessions" });
 * const bot = new Chat({ userName: "helper", adapters: { linear }, state: createMemoryState(), concurrency: "queue" });
 * bot.onNewMention(async (thread, message, context) => {
 *   await thread.post(`You said: ${toPrompt(message, context)}`);
 * });
 * ```
 */
export function createLinearAdapter(options: LinearAdapterConfig = {}): LinearAdapter {
  return new LinearAdapter(options);
}
