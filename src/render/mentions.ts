import { type Content, getNodeChildren, getNodeValue, parseMarkdown } from "chat";
import { holdsName, mayHoldName, normalizeNames, normalizeText } from "./mention-names.js";
import { isPlainText } from "./plain-text.js";

/** Whom a comment may mention. */
export interface BotIdentity {
  /** The app user's UUID in this organization, where it is known. */
  userId: string | undefined;
  /** Handles and display names, with or without `@`. Case does not matter. */
  names: readonly string[];
}

/**
 * Whether a comment mentions the bot: by `@name`, by the address of its profile, or by a `<user id="…">` tag with its
 * UUID. What stands in code or in a quote mentions nobody.
 */
export function isBotMentioned(body: string, bot: BotIdentity): boolean {
  const names = normalizeNames(bot.names);
  // Parsing takes most of a millisecond and most comments mention nobody: a raw look comes first.
  const mayMention = mayHoldName(body, names) || body.includes("/profiles/") || body.includes("<user");
  if (!mayMention) return false;
  // Most that do are a sentence to the bot, whose tree would be its paragraphs.
  if (isPlainText(body) && !ADDRESS.test(body)) return body.split("\n\n").some((text) => holdsName(text, names));
  return parseMarkdown(body).children.some((node) => mentions(node, { userId: bot.userId, names }));
}

// What GitHub's Markdown turns into links by itself. https://github.github.com/gfm/#autolinks-extension-
const ADDRESS = /:\/\/|www\.|[\w.+-]@/i;

/** `bot` has normalized names. */
function mentions(node: Content, bot: BotIdentity): boolean {
  switch (node.type) {
    case "blockquote":
    case "code":
    case "inlineCode":
      return false;
    case "text":
      return holdsName(node.value, bot.names);
    case "html":
      return bot.userId !== undefined && userTagIds(getNodeValue(node)).includes(bot.userId);
    case "link": {
      const handle = profileHandle(node.url);
      if (handle !== undefined) return bot.names.includes(normalizeText(handle));
      return node.children.some((child) => mentions(child, bot));
    }
    default:
      return getNodeChildren(node).some((child) => mentions(child, bot));
  }
}

const userTagIds = (html: string): string[] =>
  [...html.matchAll(/<user(\s[^<>]*)>/g)].map((tag) => /\sid="([^"]*)"/.exec(tag[1] ?? "")?.[1] ?? "");

/** The handle in the address of a Linear profile: `https://linear.app/acme/profiles/ada`. */
function profileHandle(url: string): string | undefined {
  const encoded = /^https:\/\/linear\.app\/[^/?#]+\/profiles\/([^/?#]+)\/?(?:[?#]|$)/i.exec(url)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}
