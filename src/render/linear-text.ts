import { parseMarkdown, type Root, toPlainText } from "chat";
import { replaceMentionTags, stripMentionTags } from "./mention-tags.js";
import { type BotNames, isSpokenTo, isTreeSpokenTo, mayMention, normalizeBot } from "./mentions.js";
import { isPlainText } from "./plain-text.js";
import type { InlinePart } from "./text/inline-scan.js";
import { type Scan, scanTokens } from "./text/scan.js";
import { createTokenizer, type Tokenize } from "./text/tokenizer.js";
import { fitsTokenizer, fitsTree } from "./text/work-budget.js";

/**
 * A body that Linear sent. It is read when somebody asks, and once. However it was written, none of this takes more
 * than some ten milliseconds: a text that would is not parsed.
 */
export interface LinearText {
  /** The text without its Markdown; mention tags read `@name`. */
  toPlainText(): string;
  /** The tree; one text node where making it would take too long. */
  toTree(): Root;
  /** Whether it surely holds no link, at a look. */
  hasNoLink(): boolean;
  /** Whether it may mention anybody, at a look. */
  mayMention(): boolean;
  /** Whether it mentions the bot: see {@link isSpokenTo}. */
  mentions(bot: BotNames): boolean;
}

/** Reads bodies, with a tokenizer that is loaded for the first one with Markdown in it. */
export interface LinearTexts {
  read(body: string): Promise<LinearText>;
  /**
   * Reads a body for callers that cannot wait. Before {@link read} has loaded the tokenizer, a tree stands in for it.
   */
  readAtOnce(body: string): LinearText;
}

export function createLinearTexts(): LinearTexts {
  const tokenizer = createTokenizer();
  return {
    read: async (body) => (isPlainText(body) ? createPlainText(body) : createMarkup(body, await tokenizer.load())),
    readAtOnce: (body) => createLinearText(body, tokenizer.loaded()),
  };
}

/** `tokenize` is undefined as long as there is no tokenizer. */
export const createLinearText = (body: string, tokenize: Tokenize | undefined): LinearText =>
  isPlainText(body) ? createPlainText(body) : createMarkup(body, tokenize);

const createPlainText = (body: string): LinearText => createText(body, () => ({ kind: "plain" }));

const createMarkup = (body: string, tokenize: Tokenize | undefined): LinearText =>
  createText(
    body,
    once(() => readMarkup(body, tokenize)),
  );

/** What is known of a body's meaning. */
type Reading =
  | { kind: "plain" }
  | { kind: "scanned"; scan: Scan }
  | { kind: "parsed" }
  /** The body has more marks than may be read. */
  | { kind: "unread" };

function createText(body: string, reading: () => Reading): LinearText {
  const tree = once(() => (fitsTree(body) ? parseMarkdown(stripMentionTags(body)) : toTextNode(plainText())));
  const plainText = once((): string => {
    const known = reading();
    switch (known.kind) {
      case "plain":
        return body;
      case "scanned":
        return known.scan.text;
      case "parsed":
        return toPlainText(tree());
      case "unread":
        return replaceMentionTags(body);
    }
  });

  return {
    toPlainText: plainText,
    toTree: tree,
    hasNoLink: () => !/[\w.+-]@|:\/\/|www\.|\]|<[a-z]/i.test(body),
    mayMention: () => /@|\/profiles\/|<user/.test(body),
    mentions: ({ userId, names }) => {
      const bot = normalizeBot({ userId, names });
      if (!mayMention(body, bot)) return false;
      const known = reading();
      switch (known.kind) {
        case "plain":
        case "unread":
          return isSpokenTo(toParagraphs(body), bot);
        case "scanned":
          return isSpokenTo(known.scan.spoken, bot);
        case "parsed":
          return isTreeSpokenTo(parseMarkdown(body), bot);
      }
    },
  };
}

function readMarkup(body: string, tokenize: Tokenize | undefined): Reading {
  if (tokenize === undefined || !fitsTokenizer(body)) return { kind: fitsTree(body) ? "parsed" : "unread" };
  const scan = scanTokens(body, tokenize(body));
  return !scan.isExact && fitsTree(body) ? { kind: "parsed" } : { kind: "scanned", scan };
}

const toParagraphs = (body: string): InlinePart[] => body.split("\n\n").map((text) => ({ kind: "text", text }));

const toTextNode = (value: string): Root => ({
  type: "root",
  children: [{ type: "paragraph", children: [{ type: "text", value }] }],
});

function once<Value>(compute: () => Value): () => Value {
  let settled: { value: Value } | undefined;
  return () => {
    settled ??= { value: compute() };
    return settled.value;
  };
}
