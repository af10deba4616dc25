import { MAX_NESTING, type MarkdownToken } from "./tokenizer.js";

/** Whether the Chat SDK's tree of a text has the same meaning as its tokens. Errs towards no. */
export function isReadAlike(markdown: string, tokens: readonly MarkdownToken[]): boolean {
  if (differences.some((isPresent) => isPresent(markdown))) return false;
  let split: Lines | undefined;
  const lines = (): Lines => {
    split ??= splitLines(markdown);
    return split;
  };
  return tokens.every((token, index) => !tokenDifferences.some((isPresent) => isPresent(token, index, tokens, lines)));
}

/** Whether the tokenizer has left out what lies deeper than it reads. */
export const isTooDeep = (tokens: readonly MarkdownToken[]): boolean =>
  tokens.some(({ level }) => level >= MAX_NESTING - 1);

interface Lines {
  all: readonly string[];
  /** The index of the last line with something in it, or -1. */
  lastFilled: number;
}

function splitLines(markdown: string): Lines {
  const all = markdown.split(/\r\n|\r|\n/);
  return { all, lastFilled: all.findLastIndex((line) => line.trim() !== "") };
}

const differences: readonly ((markdown: string) => boolean)[] = [
  // Footnotes, which the tokenizer does not know; definitions, which the tree takes for the start of a paragraph.
  (markdown) => markdown.includes("[^") || markdown.includes("]:"),
  // Addresses are links in the tree, so that no mark in them means anything.
  (markdown) => MARKED_ADDRESS.test(markdown),
];

// Addresses with a mark in them, but for those in links and in pointed brackets.
// https://github.github.com/gfm/#autolinks-extension-
const MARKED_ADDRESS =
  /(?:(?<!(?:\]\(|<)<?https?):\/\/|www\.|[\w.+-]@)[^\s<]{0,300}?(?:[*~`\\&[\]]|_(?![A-Za-z0-9])|[^A-Za-z0-9\s]_)/i;

type TokenDifference = (
  token: MarkdownToken,
  index: number,
  tokens: readonly MarkdownToken[],
  lines: () => Lines,
) => boolean;

const tokenDifferences: readonly TokenDifference[] = [
  // One tilde, or three, strikes through in the tree.
  ({ type, content }) => type === "inline" && /(?<!~)~(?!~)[^~]*~|~~~/.test(content),
  // An empty item behind other text.
  ({ type }, index, tokens) => type === "list_item_open" && tokens[index + 1]?.type === "list_item_close",
  // A list inside something else that does not start at 1.
  ({ type, level, attrs }) => type === "ordered_list_open" && level > 0 && attrs !== null,
  // Rows keep all their cells in the tree, here as many as the head has.
  ({ type, map }, _index, _tokens, lines) => type === "table_open" && !isEven(lines().all.slice(...(map ?? [0, 0]))),
  // A line of dashes that makes no table may end a block in the tree.
  ({ type, content }) => type === "inline" && /\|[ \t]*:?-|-:?[ \t]*\|/.test(content),
  // White space at the end of a fence that nobody closes.
  ({ type, markup, map }, index, tokens, lines) =>
    type === "fence" &&
    tokens[index + 1]?.nesting !== 1 &&
    lines().all.at(-1)?.trim() === "" &&
    !isClosed(lines(), map?.[0] ?? 0, markup),
  // A tag that starts a line may end a paragraph in the tree.
  ({ children }) =>
    children?.some(({ type }, index) => type === "html_inline" && /break$/.test(children[index - 1]?.type ?? "")) ??
    false,
];

const isEven = (rows: readonly string[]): boolean => new Set(rows.map(shapeOf)).size === 1;

const shapeOf = (row: string): string => `${/^[\s>]*\|/.test(row)} ${row.split("|").length} ${/\|\s*$/.test(row)}`;

const isClosed = ({ all, lastFilled }: Lines, start: number, markup: string): boolean =>
  lastFilled > start && (all[lastFilled]?.trimEnd().endsWith(markup) ?? false);
