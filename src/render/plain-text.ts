import { toPlainText as astToPlainText, parseMarkdown, type Root } from "chat";
import { stripMentionTags } from "./mention-tags.js";

/** The text of a comment without its Markdown; mention tags read `@name`. `ast` gives the tree of the body. */
export function toPlainText(body: string, ast: () => Root = () => parseMarkdown(stripMentionTags(body))): string {
  return isPlainText(body) ? body : astToPlainText(ast());
}

/**
 * Whether a body surely holds no Markdown: lines that start with a letter, a number or `@`, hold only characters that
 * mean nothing to Markdown, do not end in a space, and stand at most one blank line apart. Parsing such a body gives
 * the body itself, a hundred times slower.
 */
export function isPlainText(body: string): boolean {
  return PLAIN_TEXT.test(body);
}

const CHARACTERS = String.raw`[\p{L}\p{M}\p{N}\p{Extended_Pictographic} ,.;:!?'"’‘“”„«»–—…()/@%$€-]`;
const LINE = String.raw`(?!\d+[.)])[\p{L}\p{N}@]${CHARACTERS}*(?<! )`;
const PLAIN_TEXT = new RegExp(String.raw`^${LINE}(?:\n\n?${LINE})*$`, "u");
