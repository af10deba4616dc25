import { escapeMarkdown } from "../render/escape.js";

/**
 * Plain text as Markdown that loads no picture and notifies nobody: the model may have written it. Linear takes the
 * address of a profile for a mention: https://linear.app/developers/agent-interaction
 */
export const defuse = (text: string): string =>
  escapeMarkdown(text)
    .replace(/\/profiles\//gi, "/profiles\\/")
    .replace(/(?<![\w\]])@(?=\w)/g, "\\@");
