import type { Message } from "chat";
import type { RecentWords } from "../../messages/remembered/recent-words.js";
import type { LinearTexts } from "../../render/linear-text.js";
import { renderQuote } from "../../render/quote.js";

/**
 * Puts the quote of a message above the Markdown that answers it. `fetch` reads that message when it was not seen lately;
 * one that is gone or has no words is answered without a quote.
 */
export type WithQuote = (answer: string, messageId: string, fetch: () => Promise<Message | null>) => Promise<string>;

export interface QuotingParts {
  recentWords: Pick<RecentWords, "find">;
  texts: Pick<LinearTexts, "read">;
}

export function createQuoting({ recentWords, texts }: QuotingParts): WithQuote {
  return async (answer, messageId, fetch) => {
    const known = recentWords.find(messageId);
    const quote =
      known === undefined
        ? quoteOf(await fetch())
        : quoteText(known.author, (await texts.read(known.body)).toPlainText());
    return [...quote, answer].join("\n\n");
  };
}

const quoteOf = (message: Message | null): string[] =>
  message === null ? [] : quoteText(message.author.fullName, message.text);

const quoteText = (author: string, text: string): string[] => (text.trim() === "" ? [] : [renderQuote(author, text)]);
