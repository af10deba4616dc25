import { type Content, getNodeChildren, parseMarkdown } from "chat";
import { findCodeByLines, type Range } from "./text/code-lines.js";
import { fitsTree } from "./text/work-budget.js";
import { withinStack } from "./within-stack.js";

/**
 * Replaces what a global `pattern` finds in a Markdown text, except in code: neither in spans, nor in fences, nor in
 * indented blocks. The pattern sees the whole text. In a text that takes long to parse, code is found by its lines: an
 * indented block then counts as text.
 */
export function replaceOutsideCode(
  markdown: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string,
): string {
  const matches = [...markdown.matchAll(pattern)];
  if (matches.length === 0) return markdown;
  const code = MAY_HOLD_CODE.test(markdown) ? findCode(markdown) : [];
  let next = 0;
  let replaced = "";
  let end = 0;
  for (const match of matches) {
    const matchEnd = match.index + match[0].length;
    while ((code[next]?.end ?? Number.POSITIVE_INFINITY) <= match.index) next += 1;
    if ((code[next]?.start ?? Number.POSITIVE_INFINITY) < matchEnd) continue;
    replaced += markdown.slice(end, match.index) + replace(match);
    end = matchEnd;
  }
  return replaced + markdown.slice(end);
}

// Parsing costs a hundred times more than this look, and most messages hold no code.
const MAY_HOLD_CODE = /`|~~~|^(?: {4}|[ >]*\t| *(?:[-*+>]|\d+[.)]) {4})/m;

const findCode = (markdown: string): Range[] =>
  (fitsTree(markdown) ? withinStack(() => codeRanges(parseMarkdown(markdown).children)) : undefined) ??
  findCodeByLines(markdown);

function codeRanges(nodes: readonly Content[]): Range[] {
  return nodes.flatMap((node) => {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    const isCode = node.type === "code" || node.type === "inlineCode";
    if (isCode && start !== undefined && end !== undefined) return [{ start, end }];
    return codeRanges(getNodeChildren(node));
  });
}
