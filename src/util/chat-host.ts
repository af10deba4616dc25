import type { Adapter, ChatInstance, Logger, StateAdapter } from "chat";
import type { Memory } from "./memory.js";

/** The `Chat` instance that the adapter belongs to, which is there only after `initialize`. */
export interface ChatHost {
  attach(chat: ChatInstance, adapter: Adapter): void;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  chat(): ChatInstance;
  /**
   * The adapter as that `Chat` knows it.
   * @throws {LinearAdapterError} `NOT_INITIALIZED`
   */
  adapter(): Adapter;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  state(): StateAdapter;
  /** The state, or before the start one that holds nothing. For callers that can do without it. */
  memory(): Memory;
  /** The name of the bot in the `Chat` instance. */
  chatUserName(): string | undefined;
  /** The logger of the options, else the chat's, else the console. */
  logger: Logger;
}
