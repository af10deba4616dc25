import { parseMarkdown, type Root, toPlainText } from "chat";
import type { Awaitable } from "../util/awaitable.js";
import { replaceMentionTags, stripMentionTags } from "./mention-tags.js";
import { type Addressees, type BotNames, findAddressees, isSpokenTo, mayMention, normalizeBot } from "./mentions.js";
import { isPlainText } from "./plain-text.js";
import type { InlinePart } from "./text/inline-scan.js";
import { type Scan, scanTokens } from "./text/scan.js";
import { findSpokenLines } from "./text/spoken-lines.js";
import { createTokenizer, type Tokenize } from "./text/tokenizer.js";
import { treeToParts } from "./text/tree-parts.js";
import { fitsTokenizer, fitsTree } from "./text/work-budget.js";
import { withinStack } from "./within-stack.js";

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
  /** Whom it names, the first ten. */
  addressees(): Addressees;
}

/** Reads bodies, in the order in which they come, with a tokenizer that is loaded for the first one with Markdown in it. */
export interface LinearTexts {
  read(body: string): Awaitable<LinearText>;
  /**
   * Reads a body for callers that cannot wait. Before {@link read} has loaded the tokenizer, a tree stands in for it.
   */
  readAtOnce(body: string): LinearText;
}

export function createLinearTexts(): LinearTexts {
  const tokenizer = createTokenizer();
  return {
    read: (body) => {
      const loading = isPlainText(body) ? tokenizer.loading() : (tokenizer.loaded() ?? tokenizer.load());
      const create = (): LinearText => createLinearText(body, tokenizer.loaded());
      return loading instanceof Promise ? loading.then(create) : create();
    },

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
  const parsed = once(() => (fitsTree(body) ? parseTree(stripMentionTags(body)) : undefined));
  const spoken = once(() => spokenIn(body, reading(), parsed));
  const plainText = once((): string => {
    const known = reading();
    switch (known.kind) {
      case "plain":
        return body;
      case "scanned":
        return known.scan.text;
      case "parsed":
        return parsed()?.text ?? replaceMentionTags(body);
      case "unread":
        return replaceMentionTags(body);
    }
  });

  return {
    toPlainText: plainText,
    toTree: once(() => parsed()?.tree ?? toTextNode(plainText())),
    hasNoLink: () => !/[\w.+-]@|:\/\/|www\.|\]|<[a-z]/i.test(body),
    mayMention: () => /@|\/profiles\/|<user/.test(body),
    mentions: ({ userId, names }) => {
      const bot = normalizeBot({ userId, names });
      return mayMention(body, bot) && isSpokenTo(spoken(), bot);
    },
    addressees: () => findAddressees(spoken()),
  };
}
function readMarkup(body: string, tokenize: Tokenize | undefined): Reading {
  const scan = tokenize && fitsTokenizer(body) ? withinStack(() => scanTokens(body, tokenize(body))) : undefined;
  if (scan?.likeness === "same") return { kind: "scanned", scan };
  if (fitsTree(body)) return { kind: "parsed" };
  return scan?.likeness === "similar" ? { kind: "scanned", scan } : { kind: "unread" };
}

/** @param parsed the tree of the body without mention tags. */
function spokenIn(body: string, reading: Reading, parsed: () => { tree: Root } | undefined): readonly InlinePart[] {
  switch (reading.kind) {
    case "plain":
      return body.split("\n\n").map((text) => ({ kind: "text", text }));
    case "scanned":
      return reading.scan.spoken;
    case "parsed":
      return withinStack(() => treeToParts(treeWithTags(body, parsed))) ?? findSpokenLines(body);
    case "unread":
      return findSpokenLines(body);
  }
}

/** A tree is the most work of all: one is enough where there are no tags. */
const treeWithTags = (body: string, parsed: () => { tree: Root } | undefined): Root =>
  (body.includes("</") ? undefined : parsed()?.tree) ?? parseMarkdown(body);

const parseTree = (markdown: string): { tree: Root; text: string } | undefined =>
  withinStack(() => {
    const tree = parseMarkdown(markdown);
    return { tree, text: toPlainText(tree) };
  });

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
