import { escapeMarkdown, oneLine } from "./escape.js";

// About two lines: enough to know a message again, and nothing that has to be unfolded.
const MAX_CHARACTERS = 200;

/**
 * The head of an answer to one message: who said what, on one quoted line. `text` is plain text; it is shortened, and
 * notifies nobody again whom it names.
 */
export function renderQuote(author: string, text: string): string {
  return `> **${escapeMarkdown(withoutAddressees(author))}:** ${escapeMarkdown(shorten(withoutAddressees(oneLine(text))))}`;
}

// What a profile's address, a `<@id>` mention and an emoji placeholder would be turned into when the answer is posted.
const ADDRESSEE =
  /https?:\/\/linear\.app\/[^/\s]+\/(?:settings\/account|profiles)\/([^\s/?#)]+)\S*|<@([^\s<>|]+)[^<>]*>/gi;

const withoutAddressees = (text: string): string =>
  text.replace(ADDRESSEE, (_match, handle?: string, userId?: string) => `@${decode(handle ?? userId ?? "")}`);

/** A part of an address as people read it; one that is encoded in no valid way stays as it is. */
function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Ends at a word where there is one, so that no character that people see as one is cut. */
function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const start = text.slice(0, MAX_CHARACTERS);
  const words = start.replace(/\s+\S*$/, "");
  return `${words === start ? [...start].slice(0, -1).join("") : words}…`;
}
