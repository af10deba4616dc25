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
