import { type Adapter, type ChatInstance, ConsoleLogger, type Logger } from "chat";
import { LinearAdapterError } from "../errors.js";
import type { ChatHost } from "../util/chat-host.js";
import { NO_MEMORY } from "../util/memory.js";

export function createChatHost(configuredLogger: Logger | undefined): ChatHost {
  let attached: { chat: ChatInstance; adapter: Adapter } | undefined;
  const fallback = new ConsoleLogger("info", "linear");
  const target = (): Logger => configuredLogger ?? attached?.chat.getLogger("linear") ?? fallback;

  const host = (): { chat: ChatInstance; adapter: Adapter } => {
    if (attached) return attached;
    throw new LinearAdapterError(
      "NOT_INITIALIZED",
      "The adapter is not started yet: pass it to new Chat({ adapters }) and call await bot.initialize() before using it outside webhooks",
    );
  };

  return {
    attach: (chat, adapter) => {
      attached = { chat, adapter };
    },
    chat: () => host().chat,
    adapter: () => host().adapter,
    state: () => host().chat.getState(),
    memory: () => attached?.chat.getState() ?? NO_MEMORY,
    chatUserName: () => attached?.chat.getUserName(),
    logger: {
      child: (prefix) => target().child(prefix),
      debug: (message, ...args) => target().debug(message, ...args),
      info: (message, ...args) => target().info(message, ...args),
      warn: (message, ...args) => target().warn(message, ...args),
      error: (message, ...args) => target().error(message, ...args),
    },
  };
}
