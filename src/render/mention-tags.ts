import { replaceOutsideCode } from "./outside-code.js";
import { fitsTree } from "./text/work-budget.js";

/**
 * Replaces the tags in which Linear writes mentions into descriptions and prompt contexts:
 * `<user id="…" notify>ada</user>` becomes `@ada`, and a tag of the same shape for an issue, a project and the like
 * becomes its text. Every other tag stays as it is, and so does code, unless telling what is code would take too long.
 */
export function stripMentionTags(text: string): string {
  if (!text.includes("</")) return text;
  if (!fitsTree(text)) return replaceMentionTags(text);
  return replaceOutsideCode(text, MENTION_TAG, toName);
}

/** Replaces the tags in a text that is no code. */
export const replaceMentionTags = (text: string): string => text.replace(MENTION_TAG, (...match) => toName(match));

function toName([tag = "", kind, attributes = "", name = ""]: readonly string[]): string {
  if (!/\sid="/.test(attributes)) return tag;
  return kind === "user" ? `@${name.replace(/^@/, "")}` : name;
}

const KINDS = "user|issue|project|document|team|initiative|cycle|milestone|label";
const MENTION_TAG = new RegExp(String.raw`<(${KINDS})(\s[^<>]*)>([^<>\n]+)<\/\1>`, "g");
const OPENING_TAG = new RegExp(String.raw`^<(${KINDS})\s[^<>]*>$`);

/** Whether an HTML tag opens such a mention. */
export const isMentionTag = (html: string): boolean => OPENING_TAG.test(html) && /\sid="/.test(html);

/** The name of an opening tag: `user`. */
export const mentionTagName = (html: string): string => OPENING_TAG.exec(html)?.[1] ?? "";
