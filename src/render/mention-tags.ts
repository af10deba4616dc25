import { replaceOutsideCode } from "./outside-code.js";

/**
 * Replaces the tags in which Linear writes mentions into descriptions and prompt contexts:
 * `<user id="…" notify>ada</user>` becomes `@ada`, and a tag of the same shape for an issue, a project and the like
 * becomes its text. Code and every other tag stay as they are.
 */
export function stripMentionTags(text: string): string {
  if (!text.includes("</")) return text;
  return replaceOutsideCode(text, MENTION_TAG, ([tag, kind, attributes = "", name = ""]) => {
    if (!/\sid="/.test(attributes)) return tag;
    return kind === "user" ? `@${name.replace(/^@/, "")}` : name;
  });
}

const MENTION_TAG = /<(user|issue|project|document|team|initiative|cycle|milestone|label)(\s[^<>]*)>([^<>\n]+)<\/\1>/g;
