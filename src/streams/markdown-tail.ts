interface OpenFence {
  marker: string;
  /** Columns before the marker: a fence inside a list item only ends inside it. */
  indent: number;
}

// List markers may stand before the opening fence. Quotes are left out: a fence inside one ends with the quote.
const FENCE_LINE = /^(\s*(?:(?:[-*+]|\d+[.)])\s+)*)(`{3,}|~{3,})(.*)$/;

/**
 * Closes what the Chat SDK's renderer leaves open in unfinished Markdown: code fences, and links without a target,
 * for which it puts an address of its own that would be a dead link in Linear.
 */
export function closeMarkdown(rendered: string): string {
  return closeFence(dropPlaceholderLinks(rendered));
}

/** Puts `mark` on a paragraph of its own below `markdown`, outside a code block that is still open. */
export function appendMark(markdown: string, mark: string): string {
  return `${closeFence(markdown)}\n\n${mark}`;
}

function closeFence(markdown: string): string {
  const open = markdown.split("\n").reduce<OpenFence | undefined>(fenceAfter, undefined);
  return open === undefined ? markdown : `${markdown.trimEnd()}\n${" ".repeat(open.indent)}${open.marker}`;
}

function fenceAfter(open: OpenFence | undefined, line: string): OpenFence | undefined {
  const [, before = "", marker, rest = ""] = FENCE_LINE.exec(line) ?? [];
  if (marker === undefined) return open;
  if (open === undefined) return opensFence(marker, rest) ? { marker, indent: before.length } : undefined;
  return closesFence(open, marker, rest) ? undefined : open;
}

// https://spec.commonmark.org/0.31.2/#fenced-code-blocks
const opensFence = (marker: string, rest: string): boolean => marker.startsWith("~") || !rest.includes("`");

const closesFence = (open: OpenFence, marker: string, rest: string): boolean =>
  marker.startsWith(open.marker) && rest.trim() === "";

function dropPlaceholderLinks(markdown: string): string {
  // A label ends at any bracket, so that no character is read for two labels.
  return markdown
    .replace(/!\[[^[\]]*\]\(streamdown:incomplete-image\)/g, "")
    .replace(/\[([^[\]]*)\]\(streamdown:incomplete-link\)/g, "$1");
}
