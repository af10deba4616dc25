import type { Message, MessageContext } from "chat";

/** What a prompt is made of. */
export interface ToPromptOptions {
  /** What is taken of each message. Default: its `text`. */
  textOf?: (message: Message) => string;
}

/**
 * One text of all that a handler was asked, for a model's prompt. With `concurrency: "queue"`, `"burst"` or
 * `"debounce"` the chat hands over the newest message, and those that came while the bot was busy in `context.skipped`:
 * who reads `message.text` alone never sees them.
 *
 * The messages stand in the order in which they came, with a blank line between them. Where several people wrote, each
 * begins with the name of its author. Messages without text are left out.
 *
 * @example
 * ```ts
 * bot.onNewMention(async (thread, message, context) => {
 *   const result = streamText({ model, prompt: toPrompt(message, context), abortSignal: thread.signal });
 *   await thread.post(toLinearStream(result));
 * });
 * ```
 */
export function toPrompt(
  message: Message,
  context?: Pick<MessageContext, "skipped">,
  { textOf = ({ text }) => text }: ToPromptOptions = {},
): string {
  const messages = [...(context?.skipped ?? []), message];
  const people = new Set(messages.map(({ author }) => author.userId));
  return messages
    .map((one) => ({ name: one.author.fullName, text: textOf(one).trim() }))
    .filter(({ text }) => text !== "")
    .map(({ name, text }) => (people.size > 1 ? `${name}: ${text}` : text))
    .join("\n\n");
}
