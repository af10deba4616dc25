import { type Content, getNodeChildren, getNodeValue, type Root } from "chat";
import { holdsName, mayHoldName, normalizeNames, normalizeText } from "./mention-names.js";
import type { InlinePart } from "./text/inline-scan.js";

/** Whom a comment may mention. */
export interface BotNames {
  /** The app user's UUID in this organization, where it is known. */
  userId: string | undefined;
  /** Handles and display names, with or without `@`. Case does not matter. */
  names: readonly string[];
}

export const normalizeBot = ({ userId, names }: BotNames): BotNames => ({ userId, names: normalizeNames(names) });

/** Whether a body may mention the bot. Errs towards yes: most bodies mention nobody, and a look is all that they cost. */
export const mayMention = (body: string, bot: BotNames): boolean =>
  mayHoldName(body, bot.names) || body.includes("/profiles/") || body.includes("<user");

/**
 * Whether what is said mentions the bot: by `@name`, by the address of its profile, or by a `<user id="…">` tag with
 * its UUID. Code mentions nobody. `bot` has normalized names, as in all functions below.
 */
export function isSpokenTo(parts: readonly InlinePart[], bot: BotNames): boolean {
  let link: string | undefined;
  for (const part of parts) {
    if (part.kind === "link-start") link = profileHandle(part.url);
    if (isPartTo(part, link !== undefined, bot)) return true;
    if (part.kind === "link-end") link = undefined;
  }
  return false;
}

/** The label of a profile's address does not count, for it may be anything. */
function isPartTo(part: InlinePart, isInProfile: boolean, bot: BotNames): boolean {
  switch (part.kind) {
    case "text":
      return !isInProfile && isTextTo(part.text, bot);
    case "html":
      return isTagTo(part.html, bot);
    case "link-start": {
      const handle = profileHandle(part.url);
      return handle !== undefined && isHandleOf(handle, bot);
    }
    case "link-end":
    case "quiet":
    case "edge":
      return false;
  }
}

/** Whether a tree mentions the bot, as {@link isSpokenTo} has it. What stands in a quote mentions nobody, either. */
export const isTreeSpokenTo = (tree: Root, bot: BotNames): boolean => tree.children.some((node) => isNodeTo(node, bot));

function isNodeTo(node: Content, bot: BotNames): boolean {
  switch (node.type) {
    case "blockquote":
    case "code":
    case "inlineCode":
      return false;
    case "text":
      return holdsName(node.value, bot.names);
    case "html":
      return isTagTo(getNodeValue(node), bot);
    case "link": {
      const handle = profileHandle(node.url);
      if (handle !== undefined) return isHandleOf(handle, bot);
      return node.children.some((child) => isNodeTo(child, bot));
    }
    default:
      return getNodeChildren(node).some((child) => isNodeTo(child, bot));
  }
}

/** A text may hold addresses, which are links to their readers. */
function isTextTo(text: string, bot: BotNames): boolean {
  const addresses = text.match(ADDRESS) ?? [];
  const handles = addresses.map((address) => profileHandle(address.replace(/[?!.,:*_~'")\]]{1,20}$/, "")));
  return handles.some((handle) => handle !== undefined && isHandleOf(handle, bot)) || holdsName(text, bot.names);
}

// https://github.github.com/gfm/#autolinks-extension-
const ADDRESS = /(?<![a-z])https?:\/\/[^\s<]+/gi;

const isHandleOf = (handle: string, bot: BotNames): boolean => bot.names.includes(normalizeText(handle));

const isTagTo = (html: string, { userId }: BotNames): boolean =>
  userId !== undefined && userTagIds(html).includes(userId);

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
