import { replaceMentionTags } from "../mention-tags.js";
import { createBlockText } from "./block-text.js";
import { isReadAlike, isTooDeep } from "./differences.js";
import { type InlinePart, textOf, toInlineParts } from "./inline-scan.js";
import type { MarkdownToken } from "./tokenizer.js";

/** What one pass over a text's tokens tells. */
export interface Scan {
  /** The text without its Markdown. */
  text: string;
  /** What somebody says in it: not what stands in a quote. */
  spoken: readonly InlinePart[];
  /** What a tree of the text would tell: the same, something else in places, or what lies too deep for the tokens. */
  likeness: "same" | "similar" | "cut";
}

export function scanTokens(markdown: string, tokens: readonly MarkdownToken[]): Scan {
  const blocks = createBlockText();
  const spoken: InlinePart[] = [];
  let quotes = 0;
  const add = (parts: readonly InlinePart[]): void => {
    blocks.add(parts.map(textOf).join(""));
    if (quotes === 0) spoken.push(...parts, END);
  };

  tokens.forEach((token, index) => {
    switch (token.type) {
      case "hr":
      case "thead_open":
      case "thead_close":
      case "tbody_open":
      case "tbody_close":
        break;
      case "inline":
        add(opensTask(tokens, index) ? withoutBox(toInlineParts(token)) : toInlineParts(token));
        break;
      case "html_block":
        add([toHtml(token.content.replace(/\n$/, ""))]);
        break;
      case "fence":
      case "code_block":
        blocks.add(token.content.replace(/\n$/, ""));
        break;
      default:
        if (token.type.startsWith("blockquote")) quotes += token.nesting;
        if (token.nesting === 1) blocks.open(token.type);
        else blocks.close();
    }
  });
  return { text: blocks.toText(), spoken, likeness: likenessOf(markdown, tokens) };
}

function likenessOf(markdown: string, tokens: readonly MarkdownToken[]): Scan["likeness"] {
  if (isTooDeep(tokens)) return "cut";
  return isReadAlike(markdown, tokens) ? "same" : "similar";
}

const END: InlinePart = { kind: "edge", text: "" };

/** Nobody is spoken to in a comment or a script: Linear writes its tags into lines of text. */
const toHtml = (html: string): InlinePart => ({ kind: "quiet", text: replaceMentionTags(html) });

/** A paragraph that is the first thing in a list's item. */
const opensTask = (tokens: readonly MarkdownToken[], index: number): boolean =>
  tokens[index - 1]?.type === "paragraph_open" && tokens[index - 2]?.type === "list_item_open";

/** The box of a task is no text. https://github.github.com/gfm/#task-list-items-extension- */
function withoutBox(parts: readonly InlinePart[]): readonly InlinePart[] {
  const [first, ...others] = parts;
  if (first?.kind !== "text" || !/^\[[ \txX]\][ \t\n]/.test(first.text)) return parts;
  const text = first.text.slice(BOX_LENGTH);
  return text.trim() === "" && others.length === 0 ? parts : [{ kind: "text", text }, ...others];
}

const BOX_LENGTH = "[x] ".length;
