import { type AdapterPostableMessage, blockquote, paragraph, parseMarkdown, root, stringifyMarkdown, text } from "chat";

// What is quoted is to be recognized, and can be read above.
const MAX_LENGTH = 200;
const MAX_LINES = 3;

/** The beginning of a message's text as a quote in Markdown, in which nobody is mentioned once more. */
export function quoteOf(plainText: string): string {
  const lines = plainText.trim().split("\n").slice(0, MAX_LINES).join("\n").trim();
  const isCut = lines.length < plainText.trim().length || lines.length > MAX_LENGTH;
  const shown =
    lines.length > MAX_LENGTH ? lines.slice(0, lines.lastIndexOf(" ", MAX_LENGTH) + 1 || MAX_LENGTH) : lines;
  const quoted = text(`${shown.trimEnd()}${isCut ? " …" : ""}`.replaceAll("@", `@${WORD_JOINER}`));
  return stringifyMarkdown(root([blockquote([paragraph([quoted])])])).trimEnd();
}

// Nobody sees it, and what follows it is no @handle.
const WORD_JOINER = "\u2060";

/** Puts a quote in front of a message, whatever form that has. */
export function withQuote(message: AdapterPostableMessage, quote: string): AdapterPostableMessage {
  const behindQuote = (said: string): string => `${quote}\n\n${said}`;
  if (typeof message === "string") return behindQuote(message);
  if ("raw" in message) return { ...message, raw: behindQuote(message.raw) };
  if ("markdown" in message) return { ...message, markdown: behindQuote(message.markdown) };
  if ("ast" in message) {
    return { ...message, ast: root([...parseMarkdown(quote).children, ...message.ast.children]) };
  }
  const quoting = { type: "text" as const, content: quote };
  return "card" in message
    ? { ...message, card: { ...message.card, children: [quoting, ...message.card.children] } }
    : { ...message, children: [quoting, ...message.children] };
}
