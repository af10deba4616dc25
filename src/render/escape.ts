import { lazyPattern } from "./lazy-pattern.js";

/**
 * Plain text as Markdown that reads the same, on one line. Web addresses, emoji placeholders and `<@id>` mentions stay
 * whole, and characters that mean nothing where they stand (`snake_case`) are not escaped.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(specialPattern(), (match) => (match.length === 1 ? `\\${match}` : match));
}

/** {@link escapeMarkdown} for a text that starts a line, where `#`, `>`, `-` and `1.` would start a block. */
export function escapeLine(text: string): string {
  return escapeMarkdown(text)
    .replace(/^[#>+=-]/, "\\$&")
    .replace(/^\d{1,9}(?=[.)])/, "$&\\");
}

// The pattern takes a text in one pass; what its longer alternatives match is kept as it is.
const specialPattern = lazyPattern(
  () =>
    /https?:\/\/[^\s\\*[\]`<>|]+|\{\{emoji:[^{}\s]+\}\}|[\\*[\]`~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[A-Za-z/!?])|&(?=#?\w+;)/gu,
);

/** A Markdown link, or the bare address where the label says nothing else: Linear turns its own addresses into chips. */
export function buildLink(label: string, url: string): string {
  const text = oneLine(label);
  if (url.trim() === "") return escapeMarkdown(text);
  if (text === "" || text === url) return formatUrl(url);
  return `[${escapeMarkdown(text)}](${formatUrl(url)})`;
}

/** A Markdown image. Linear copies it to its own storage when it stands alone in a paragraph. */
export function buildImage(alt: string, url: string): string {
  return url.trim() === "" ? escapeMarkdown(alt) : `![${escapeMarkdown(alt)}](${formatUrl(url)})`;
}

/** `text` with each run of whitespace, line ends too, as one space. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/** An address as a link takes it: what would end it early, or is no part of one, is escaped. */
export function formatUrl(url: string): string {
  return url.trim().replace(/[\s()<>\\`|]/g, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0x7f ? encodeURIComponent(character) : `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
}
