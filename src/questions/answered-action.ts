import type { Author } from "chat";

/** The action that an answer to one of the bot's cards stands for. */
export interface AnsweredAction {
  actionId: string;
  value: string | undefined;
  /** The message that asked. */
  messageId: string;
  threadId: string;
  /** Whether the chat calls somebody back, who then goes on: the bot's handlers need not say anything. */
  isCallback: boolean;
}

/** Who gave an answer, and with what: `raw` is a session's prompt, a comment or a reaction. */
export interface Answer {
  author: Author;
  raw: unknown;
  /** When it was given, ISO 8601. */
  at: string;
}
