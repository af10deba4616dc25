import { createMemoryState } from "@chat-adapter/state-memory";
import { Chat, type Message, type MessageContext, type StreamChunk, type Thread } from "chat";
import { createLinearAdapter, type LinearAdapter, type LinearAdapterConfig, toPrompt } from "chat-adapter-linear";
import { whatToAsk } from "./questions.js";

/** Streams the answer to `request` and ends early when `signal` aborts. Yours calls a model. */
export type Model = (request: string, signal: AbortSignal) => AsyncIterable<string | StreamChunk>;

export type Bot = Chat<{ linear: LinearAdapter }>;

/** A bot that answers mentions and stays in the conversation, in comments as in agent sessions. */
export function createBot(linear: LinearAdapterConfig, model: Model): Bot {
  const bot: Bot = new Chat({
    userName: "helper",
    adapters: { linear: createLinearAdapter(linear) },
    // For one process that may forget; Redis or Postgres for more: https://chat-sdk.dev/docs/state-adapters
    state: createMemoryState(),
    // What is written while the bot is at work comes together in its next turn; by default each message has its own.
    concurrency: "queue",
    // Linear notifies people of a new comment with the text that it starts with, which should not be "...".
    fallbackStreamingPlaceholderText: null,
    logger: "warn",
  });

  const answer = async (thread: Thread, message: Message, context?: MessageContext): Promise<void> => {
    // Of several messages that have waited the chat hands over the newest; the others are in the context.
    const request = toPrompt(message, context);
    await thread.startTyping();
    // Stop in an agent session aborts the signal.
    await thread.post(whatToAsk(request) ?? model(request, thread.signal));
  };

  bot.onNewMention(async (thread, message, context) => {
    await thread.subscribe();
    await answer(thread, message, context);
  });

  bot.onSubscribedMessage(answer);

  bot.onAction("release", async ({ thread, value }) => {
    await thread?.post(model(`release ${value}`, thread.signal));
  });

  bot.onAction("wait", async ({ thread, value, user }) => {
    await thread?.post(`${value} waits, as ${user.fullName} wishes.`);
  });

  return bot;
}
