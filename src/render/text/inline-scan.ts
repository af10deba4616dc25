import { isMentionTag, mentionTagName } from "../mention-tags.js";
import type { MarkdownToken } from "./tokenizer.js";

/** What the inline tokens of a text say, in their order. */
export type InlinePart =
  | { kind: "text"; text: string }
  /** Text that nobody says: code, and what stands for an image. */
  | { kind: "quiet"; text: string }
  | { kind: "html"; html: string; text: string }
  | { kind: "link-start"; url: string }
  | { kind: "link-end" }
  /** Emphasis starts or ends, or a line is broken for good. */
  | { kind: "edge"; text: string };

/** The parts of an `inline` token. */
export function toInlineParts({ children, content }: MarkdownToken): InlinePart[] {
  const tokens = children ?? [];
  const tags = pairMentionTags(tokens);
  const parts = tokens.map((token, index) => toPart(token, tags.get(index)));
  return joinTexts(content.includes("\n") ? restoreLines(tokens, parts, content) : parts);
}

/** Lines end without white space; the tokenizer drops spaces only. */
function joinTexts(parts: readonly InlinePart[]): InlinePart[] {
  const joined: InlinePart[] = [];
  let run: string[] = [];
  const flush = (): void => {
    if (run.length > 0) joined.push({ kind: "text", text: run.join("") });
    run = [];
  };
  for (const part of parts) {
    const before = run.at(-1);
    if ("text" in part && part.text === "\n" && before !== undefined)
      run[run.length - 1] = before.replace(TRAILING_SPACE, "");
    if (part.kind === "text") {
      run.push(part.text);
    } else {
      flush();
      joined.push(part);
    }
  }
  flush();
  return joined;
}

const TRAILING_SPACE = /(?<![ \t])[ \t]+$/;

/**
 * The tokenizer makes spaces of the line ends in code; `content` is the source, in which they are looked up. Each span
 * lies behind the one before it, and starts with a row of as many backticks as its mark has.
 */
function restoreLines(tokens: readonly MarkdownToken[], parts: readonly InlinePart[], content: string): InlinePart[] {
  const oneLine = content.replaceAll("\n", " ");
  const rowEnds = [...content.matchAll(/`+/g)].map((row) => row.index + row[0].length);
  let next = 0;
  const find = (code: string, markup: string): number | undefined => {
    const tight = `${code}${markup}`;
    const padded = ` ${code} ${markup}`;
    // Each row is looked at once for all spans.
    for (let start = rowEnds[next]; start !== undefined; start = rowEnds[next]) {
      next += 1;
      if (oneLine.startsWith(padded, start)) return start + 1;
      if (oneLine.startsWith(tight, start)) return start;
    }
    return undefined;
  };
  return parts.map((part, index) => {
    const token = tokens[index];
    if (token?.type !== "code_inline") return part;
    const start = find(token.content, token.markup);
    if (start === undefined) return part;
    const end = start + token.content.length;
    while ((rowEnds[next] ?? Number.POSITIVE_INFINITY) <= end + 1 + token.markup.length) next += 1;
    return { kind: "quiet", text: content.slice(start, end) };
  });
}

function toPart(token: MarkdownToken, tagText: string | undefined): InlinePart {
  switch (token.type) {
    case "text":
    case "text_special":
      return { kind: "text", text: token.content };
    case "softbreak":
      return { kind: "text", text: "\n" };
    case "hardbreak":
      return { kind: "edge", text: "\n" };
    case "code_inline":
      return { kind: "quiet", text: token.content };
    case "image":
      return { kind: "quiet", text: toAlt(token.children ?? []) };
    case "html_inline":
      return { kind: "html", html: token.content, text: tagText ?? token.content };
    case "link_open":
      return { kind: "link-start", url: String(token.attrGet("href") ?? "") };
    case "link_close":
      return { kind: "link-end" };
    default:
      return { kind: "edge", text: "" };
  }
}

const toAlt = (tokens: readonly MarkdownToken[]): string =>
  tokens
    .map((token) => (token.type === "image" ? toAlt(token.children ?? []) : textOf(toPart(token, undefined))))
    .join("");

/** The text that a part gives a reader. */
export function textOf(part: InlinePart): string {
  switch (part.kind) {
    case "link-start":
    case "link-end":
      return "";
    case "text":
    case "quiet":
    case "html":
    case "edge":
      return part.text;
  }
}

/** Gives what is read in place of the tags that Linear writes mentions with, by the index of their tokens. */
function pairMentionTags(tokens: readonly MarkdownToken[]): Map<number, string> {
  const texts = new Map<number, string>();
  let open: { index: number; name: string; text: string } | undefined;
  tokens.forEach((token, index) => {
    if (token.type === "softbreak" || token.type === "hardbreak") open = undefined;
    if (token.type !== "html_inline") {
      if (open) open.text += token.content;
      return;
    }
    if (open && open.text !== "" && token.content === `</${open.name}>`) {
      texts.set(open.index, open.name === "user" && !open.text.startsWith("@") ? "@" : "");
      texts.set(index, "");
    }
    open = isMentionTag(token.content) ? { index, name: mentionTagName(token.content), text: "" } : undefined;
  });
  return texts;
}
