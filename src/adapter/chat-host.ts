import { type ChatInstance, ConsoleLogger, type Logger, type StateAdapter } from "chat";
import { LinearAdapterError } from "../errors.js";

/** The `Chat` instance that the adapter belongs to, which is there only after `initialize`. */
export interface ChatHost {
  attach(chat: ChatInstance): void;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  chat(): ChatInstance;
  /** @throws {LinearAdapterError} `NOT_INITIALIZED` */
  state(): StateAdapter;
  /** The name of the bot in the `Chat` instance. */
  chatUserName(): string | undefined;
  /** The logger of the options, else the chat's, else the console. */
  logger: Logger;
}

export function createChatHost(configuredLogger: Logger | undefined): ChatHost {
  let attached: ChatInstance | undefined;
  const fallback = new ConsoleLogger("info", "linear");
  const target = (): Logger => configuredLogger ?? attached?.getLogger("linear") ?? fallback;

  const chat = (): ChatInstance => {
    if (attached) return attached;
    throw new LinearAdapterError(
      "NOT_INITIALIZED",
      "The adapter is not started yet: pass it to new Chat({ adapters }) and call await bot.initialize() before using it outside webhooks",
    );
  };

  return {
    attach: (instance) => {
      attached = instance;
    },
    chat,
    state: () => chat().getState(),
    chatUserName: () => attached?.getUserName(),
    logger: {
      child: (prefix) => target().child(prefix),
      debug: (message, ...args) => target().debug(message, ...args),
      info: (message, ...args) => target().info(message, ...args),
      warn: (message, ...args) => target().warn(message, ...args),
      error: (message, ...args) => target().error(message, ...args),
    },
  };
}
