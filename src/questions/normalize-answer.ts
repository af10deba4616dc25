/**
 * A text as answers are compared: without what Linear's editor adds or drops when it prints Markdown again (escapes,
 * variation selectors), in one case and composition, with single spaces.
 */
export function normalizeAnswer(text: string): string {
  return unescapeMarkdown(text).normalize("NFKC").replace(INVISIBLE, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * A normalized text without quotation marks, emphasis, list marks and punctuation around it. What is quoted from another
 * message, struck through or asked back is no answer: those marks stay.
 */
export function bareAnswer(normalized: string): string {
  return normalized.replace(/^[\s"'`*_([«“‘„-]+/, "").replace(/[\s"'`*_)\]»”’“.,;:!]+$/, "");
}

// Variation selectors, zero-width characters and the byte order mark. The joiner U+200D makes one emoji of several.
const INVISIBLE = /[\u{FE0E}\u{FE0F}\u{200B}\u{2060}\u{FEFF}\u{AD}]/gu;

// CommonMark: a backslash before ASCII punctuation. https://spec.commonmark.org/0.31.2/#backslash-escapes
const unescapeMarkdown = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");

/** A Markdown text with its links as their labels, and with its links as their addresses. */
export function linkReadings(markdown: string): string[] {
  const byLabel = markdown.replace(LINK, "$1");
  if (byLabel === markdown) return [markdown];
  return [byLabel, markdown.replace(LINK, (_link, _label, angled: string | undefined, plain = "") => angled ?? plain)];
}

// Linear prints a bare address as [address](<address>).
const LINK = /\[((?:[^[\]\\]|\\.)*)\]\((?:<([^<>]*)>|([^\s()<>]*))\)/g;
