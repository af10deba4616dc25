import { createLinearAdapter as createTheirs } from "@chat-adapter/linear";
import { createMemoryState } from "@chat-adapter/state-memory";
import { type Adapter, Chat, type ChatConfig, ConsoleLogger } from "chat";
import { createLinearAdapter as createOurs } from "./built-package.js";

/** `chat-adapter-linear` and `@chat-adapter/linear`. */
export const contenders = ["ours", "theirs"] as const;
export type Contender = (typeof contenders)[number];

export interface BotOptions {
  apiUrl: string;
  accessToken: string;
  webhookSecret: string;
  mode: "agent-sessions" | "comments";
}

export type BotChat = Chat<{ linear: Adapter }>;
type ChatClass = new (config: ChatConfig<{ linear: Adapter }>) => BotChat;

export interface Bot {
  adapter: Adapter;
  chat: BotChat;
}

const USER_NAME = "helper";
const logger = new ConsoleLogger("silent");

const makers: { [Name in Contender]: (options: BotOptions & { userName: string; logger: ConsoleLogger }) => Adapter } =
  { ours: createOurs, theirs: createTheirs };

/** A started bot whose only handler does nothing. Both contenders get the same options. */
export async function startBot(contender: Contender, options: BotOptions, Host: ChatClass = Chat): Promise<Bot> {
  const adapter = makers[contender]({ ...options, userName: USER_NAME, logger });
  return { adapter, chat: await startChat(() => adapter, Host) };
}

export async function startChat(
  createAdapter: (userName: string) => Adapter,
  Host: ChatClass = Chat,
): Promise<BotChat> {
  const chat = new Host({
    userName: USER_NAME,
    adapters: { linear: createAdapter(USER_NAME) },
    state: createMemoryState(),
    logger,
  });
  chat.onNewMention(async () => {});
  await chat.initialize();
  return chat;
}
