import { LinearAdapterError } from "../errors.js";
import { quoteOf } from "../messages/quotes.js";
import type { LinearThread } from "../threads/thread-id.js";
import type { AdapterCore } from "./adapter-core.js";
import type { Surface } from "./surfaces/surface.js";

/** Quotes the beginning of a message. Linear is asked for one that this process has not heard lately. */
export async function quoteMessage(
  messageId: string,
  thread: LinearThread,
  surface: Surface<LinearThread>,
  { heard, texts }: Pick<AdapterCore, "heard" | "texts">,
): Promise<string> {
  const body = heard.get(messageId);
  if (body !== undefined) return quoteOf((await texts.read(body)).toPlainText());
  const message = await surface.fetchMessage(thread, messageId);
  if (message !== null) return quoteOf(message.text);
  throw new LinearAdapterError("NOT_FOUND", `There is no message ${messageId} to reply to in the thread`, {
    messageId,
  });
}
