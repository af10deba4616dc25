import { lazyPattern } from "./lazy-pattern.js";
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
 * its UUID. Code mentions nobody, and neither does a tag or a link with nothing to see in it. `bot` has normalized names.
 */
export function isSpokenTo(parts: readonly InlinePart[], bot: BotNames): boolean {
  let link: string | undefined;
  /** Whether the bot is meant if there is anything to see in the tag or link that is open. */
  let isMeant = false;
  for (const part of parts) {
    switch (part.kind) {
      case "link-start":
        link = profileHandle(part.url);
        isMeant = link !== undefined && isHandleOf(link, bot);
        break;
      case "html":
        isMeant = isTagOf(part.html, bot);
        break;
      case "text":
      case "quiet":
        if (isMeant && visible().test(part.text)) return true;
        // The label of a profile's address does not count, for it may be anything.
        if (part.kind === "text" && link === undefined && isTextTo(part.text, bot)) return true;
        break;
      case "link-end":
        link = undefined;
        isMeant = false;
        break;
      case "edge":
        break;
    }
  }
  return false;
}

/** Whom a text names. */
export interface Addressees {
  /** Handles, as they are written, without `@`. */
  names: readonly string[];
  /** UUIDs, from `<user id="…">` tags. */
  userIds: readonly string[];
}

// More names than these are a list, not an address.
const MOST_ADDRESSEES = 10;

/** Finds whom a text names, by the same means as {@link isSpokenTo}. Of a name with a space it finds the first word. */
export function findAddressees(parts: readonly InlinePart[]): Addressees {
  const names = new Set<string>();
  const userIds = new Set<string>();
  for (const part of parts) {
    if (names.size + userIds.size >= MOST_ADDRESSEES) break;
    switch (part.kind) {
      case "link-start":
        addDefined(names, profileHandle(part.url));
        break;
      case "html":
        addDefined(userIds, tagUserId(part.html));
        break;
      case "text":
        for (const handle of handlesIn(part.text)) addDefined(names, handle);
        for (const [, name] of part.text.matchAll(atName())) {
          if (names.size >= MOST_ADDRESSEES) break;
          addDefined(names, name);
        }
        break;
      case "quiet":
      case "link-end":
      case "edge":
        break;
    }
  }
  return { names: [...names], userIds: [...userIds] };
}

function addDefined(set: Set<string>, value: string | undefined): void {
  if (value !== undefined) set.add(value);
}

const atName = lazyPattern(() => /(?<![\p{L}\p{N}_.+/-])@([\p{L}\p{N}](?:[._-]?[\p{L}\p{M}\p{N}]){0,63})/gu);

const visible = lazyPattern(() => /[\p{L}\p{N}\p{P}\p{S}]/u);

/** A text may hold addresses, which are links to their readers. */
function isTextTo(text: string, bot: BotNames): boolean {
  if (text === "") return false;
  return handlesIn(text).some((handle) => isHandleOf(handle, bot)) || holdsName(text, bot.names);
}

/** The handles in the addresses of profiles that stand in a text. */
function handlesIn(text: string): string[] {
  const addresses = text.match(ADDRESS) ?? [];
  return addresses
    .map((address) => profileHandle(address.replace(/[?!.,:*_~'")\]]{1,20}$/, "")))
    .filter((handle) => handle !== undefined);
}

// https://github.github.com/gfm/#autolinks-extension-
const ADDRESS = /(?<![a-z])https?:\/\/[^\s<]+/gi;

const isHandleOf = (handle: string, bot: BotNames): boolean => bot.names.includes(normalizeText(handle));

/** A tag that stands in a comment or in an attribute is none. */
const isTagOf = (html: string, { userId }: BotNames): boolean => userId !== undefined && tagUserId(html) === userId;

const tagUserId = (html: string): string | undefined =>
  /^<user\s[^<>]*>$/.test(html) ? /\sid="([^"]*)"/.exec(html)?.[1] : undefined;

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
