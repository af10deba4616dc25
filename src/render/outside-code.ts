import { type Content, getNodeChildren, parseMarkdown } from "chat";

/**
 * Replaces what a global `pattern` finds in a Markdown text, except in code: neither in spans, nor in fences, nor in
 * indented blocks. The pattern sees the whole text.
 */
export function replaceOutsideCode(
  markdown: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string,
): string {
  const matches = [...markdown.matchAll(pattern)];
  if (matches.length === 0) return markdown;
  const code = MAY_HOLD_CODE.test(markdown) ? codeRanges(parseMarkdown(markdown).children) : [];
  let replaced = "";
  let end = 0;
  let nextCode = code.shift();
  for (const match of matches) {
    const matchEnd = match.index + match[0].length;
    while (nextCode !== undefined && nextCode.end <= match.index) nextCode = code.shift();
    if (nextCode !== undefined && nextCode.start < matchEnd) continue;
    replaced += markdown.slice(end, match.index) + replace(match);
    end = matchEnd;
  }
  return replaced + markdown.slice(end);
}

// Parsing costs a hundred times more than this look, and most messages hold no code.
const MAY_HOLD_CODE = /`|~~~|^(?: {4}|[ >]*\t| *(?:[-*+>]|\d+[.)]) {4})/m;

interface Range {
  start: number;
  end: number;
}

function codeRanges(nodes: readonly Content[]): Range[] {
  return nodes.flatMap((node) => {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    const isCode = node.type === "code" || node.type === "inlineCode";
    if (isCode && start !== undefined && end !== undefined) return [{ start, end }];
    return codeRanges(getNodeChildren(node));
  });
}
